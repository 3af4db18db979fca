package output

import "golang.org/x/sys/windows"

// What the system says where the disk is full, and where nothing may be written.
var (
	fullErrors     = []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL}
	readOnlyErrors = []error{windows.ERROR_WRITE_PROTECT}
)
