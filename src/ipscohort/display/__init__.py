"""How numbers and names look: alike in every table, figure and page."""
