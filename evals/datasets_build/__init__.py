"""What is made from the written part of the data set: twins, final labels, other formats, fingerprints of public facts."""
