"""Numbers as pictures: series worked out in SQL, and figures drawn from them."""
