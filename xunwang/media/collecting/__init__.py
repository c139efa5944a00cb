"""Collections: started by a person, worked on step by step, taken into the rows of their accounts."""
