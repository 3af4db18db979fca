//go:build !windows

package output

import "syscall"

// What the system says where the disk is full, and where nothing may be written.
var (
	fullErrors     = []error{syscall.ENOSPC, syscall.EDQUOT}
	readOnlyErrors = []error{syscall.EROFS}
)
