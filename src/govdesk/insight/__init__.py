"""What the data says: numbers and judgements worked out from the registers, as frozen values."""
