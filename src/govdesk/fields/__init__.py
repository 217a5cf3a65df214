"""What a field is and what it can hold: kinds of value, fields, and the base of every register."""
