"""What is kept in the data folder."""
