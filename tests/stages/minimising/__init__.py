"""Made-up drafts by which it is measured what minimising finds, and what it takes that is no name."""
