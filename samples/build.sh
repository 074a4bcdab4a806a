#!/bin/sh
# Builds monitor-paper.pdf from latex/ and packs the project as monitor-paper.tar.gz.
#
# Needs pdflatex, GNU tar and gzip. On Debian:
#   apt-get install texlive-latex-recommended texlive-fonts-recommended
# The same sources give the same bytes, as long as the TeX release is the same.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"

command -v pdflatex >/dev/null || {
    echo "pdflatex was not found; install texlive-latex-recommended and texlive-fonts-recommended." >&2
    exit 1
}

# One fixed moment (2026-01-01 00:00 UTC) for the PDF and for every file in the archive.
SOURCE_DATE_EPOCH=1767225600
FORCE_SOURCE_DATE=1
export SOURCE_DATE_EPOCH FORCE_SOURCE_DATE

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Twice: the second run resolves the cross-references that the first one wrote down.
for pass in 1 2; do
    (cd latex && pdflatex -interaction=nonstopmode -halt-on-error -file-line-error \
        -output-directory "$scratch" main.tex) >"$scratch/pass-$pass.txt" || {
        tail -n 20 "$scratch/pass-$pass.txt" >&2
        exit 1
    }
done

if grep -E '^(Overfull|LaTeX Warning: (Reference|Citation|There were undefined))' "$scratch/main.log" >&2; then
    echo "The log names overfull boxes or undefined references; mend them before shipping the sample." >&2
    exit 1
fi

tar --create --sort=name --format=ustar --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
    --mode='u=rwX,go=rX' --transform='s,^latex,monitor-paper,' --file "$scratch/monitor-paper.tar" \
    latex/main.tex latex/sections
gzip --no-name --best "$scratch/monitor-paper.tar"

cp "$scratch/main.pdf" monitor-paper.pdf
cp "$scratch/monitor-paper.tar.gz" monitor-paper.tar.gz
