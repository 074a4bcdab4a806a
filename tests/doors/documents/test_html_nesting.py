"""Pages whose parsing would take time beyond all proportion are refused at once, and ordinary ones are not."""

from time import process_time

import pytest

from screener.doors.documents.html.nesting import refuse_laborious
from screener.words.errors import RefusedInput

_LISTS = "".join(f"<option>{n}" for n in range(30_000))


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("<div>" * 30_000, "nests its elements too deeply"),
        ("<ul><li>" * 30_000, "nests its elements too deeply"),
        ("<x;>" * 30_000 + "<div>" * 5_000, "nests its elements too deeply"),
        ("<p " + " ".join(f"a{n}=1" for n in range(40_000)) + ">x", "about 400.. attributes"),
        (f"<select>{_LISTS}</select>", "more than 20000 choices"),
    ],
)
def test_a_page_that_takes_too_much_is_refused_at_once(page: str, sentence: str) -> None:
    began = process_time()
    with pytest.raises(RefusedInput, match=sentence):
        refuse_laborious(page)
    assert process_time() - began < 2


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 10_000 + "</div>" * 10_000,
        "<p>words <b>and</b> <i>more</i><br>" * 100_000,
        "<table>" + "<tr><td>a<td>b" * 100_000 + "</table>",
        "<ul>" + "<li>x" * 100_000 + "</ul>",
        "<script>" + "for(i=0;i<n;i++){if(a<b&&c)d()}" * 50_000 + "</script>",
        "<style>" + "a>b{color:red}" * 50_000 + "</style>",
        "<path d='" + "M 1 2 " * 200_000 + "'>",
        "<img src='data:image/png;base64," + "A" * 2_000_000 + "'>",
        "1 < 2 and a<b " * 100,
        "",
    ],
)
def test_ordinary_pages_however_long_are_not_refused(page: str) -> None:
    refuse_laborious(page)


@pytest.mark.parametrize("bait", ["<", "<a ", '<a "', "<a '\"", "<a" + "b" * 50, "</", "<!--", "< a", "<a x>y"])
def test_looking_takes_time_that_grows_with_length(bait: str) -> None:
    began = process_time()
    try:
        refuse_laborious(bait * (2_000_000 // len(bait)))
    except RefusedInput as refusal:
        assert str(refusal)
    assert process_time() - began < 8
