package rule

import (
	"encoding/json"
	"fmt"
)

// UnmarshalJSON reads a number, or {"sum": [number or field id, …]}.
func (o *Operand) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &o.Constant); err == nil {
		return nil
	}
	var sum struct {
		Sum []any `json:"sum"`
	}
	if err := json.Unmarshal(data, &sum); err != nil || len(sum.Sum) == 0 {
		return fmt.Errorf("a comparison takes a number or {sum: [500, request-duration-ms]}, not %s", data)
	}
	for _, term := range sum.Sum {
		switch t := term.(type) {
		case float64:
			o.Constant += t
		case string:
			o.Fields = append(o.Fields, t)
		default:
			return fmt.Errorf("a sum takes numbers and field ids, not %v", t)
		}
	}
	return nil
}
