import pytest

from crawler.errors import ProfileError
from crawler.sites import check, load

SMALL = 'key = "{key}"\nname = "{key}"\nhome = "{home}"\n'


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_read_file_by_file_in_the_order_of_names(tmp_path):
    write(tmp_path, "b.toml", SMALL.format(key="b", home="https://b.example/"))
    write(tmp_path, "a.toml", SMALL.format(key="a", home="https://a.example/"))
    write(tmp_path, "notes.txt", "no profile")
    sites = load([tmp_path])
    assert [site.key for site in sites] == ["a", "b"]
    assert sites.files["a"].endswith("a.toml")


def test_a_profile_is_found_by_key_and_by_any_address_of_its_site(tmp_path):
    write(tmp_path, "a.toml", SMALL.format(key="a", home="https://a.example/") + 'allowed_hosts = ["blog.a.example"]\n')
    sites = load([tmp_path])
    assert sites.find("a").key == "a"
    assert sites.find("https://www.a.example/x").key == "a"
    assert sites.find("https://blog.a.example/x?y=1").key == "a"
    assert sites.find("https://other.example/") is None
    assert sites.find("nothing") is None


def test_of_two_sites_on_one_host_the_path_decides(tmp_path):
    write(tmp_path, "a.toml", SMALL.format(key="a", home="https://host.example/anna/"))
    write(tmp_path, "b.toml", SMALL.format(key="b", home="https://host.example/ben"))
    sites = load([tmp_path])
    assert sites.find("https://host.example/anna/2020/x").key == "a"
    assert sites.find("https://host.example/ben").key == "b"
    assert sites.find("https://host.example/benjamin") is None


def test_near_keys_are_offered_for_an_unknown_one(tmp_path):
    write(tmp_path, "a.toml", SMALL.format(key="techdaily", home="https://a.example/"))
    assert load([tmp_path]).nearest("techdialy") == ["techdaily"]


@pytest.mark.parametrize(
    ("text", "line", "key", "message"),
    [
        ('key = "a"\nname = "A"\nhome = "https://a.example/"\nkind = "blgo"\n', 4, "kind", "did you mean blog?"),
        ('key = "a"\nname = "A"\nhome = "https://a.example/"\n\ntmezone = "UTC"\n', 5, "tmezone", "did you mean time_zone?"),
        ('key = "a"\nname = "A"\nhome = "https://a.example/"\ntime_zone = "Europe/Berln"\n', 4, "time_zone", "did you mean Europe/Berlin?"),
        ('key = "a"\nname = "A"\nhome = "https://a.example/"\nmax_pages = "7"\n', 4, "max_pages", "integer"),
        (
            'key = "a"\nname = "A"\nhome = "https://a.example/"\narticle_patterns = [\n  "/x/",\n  "(a+)+",\n]\n',
            4,
            "article_patterns",
            "exponential",
        ),
        (
            'key = "a"\nname = "A"\nhome = "https://a.example/"\n[[layouts]]\ntext = "#a"\n[[layouts]]\ntext = "#b"\nheadlne = "h1"\n',
            8,
            "layouts[1].headlne",
            "did you mean headline?",
        ),
        ('key = "a"\nname = "A"\nhome = "https://a.example/"\n[[layouts]]\nuntil = "soon"\n', 5, "layouts[0].until", "date"),
        ('key = "a"\nname = "A"\nhome = "https://a.example/"\n[layouts]\ntext = "#a"\n', 4, "layouts", "list"),
        ('name = "A"\nhome = "https://a.example/"\n', 1, "key", "missing"),
        ('key = "a"\nname = = "A"\n', 2, "", "not TOML"),
        ('key = "a\n', 1, "", "not TOML"),
    ],
)
def test_a_fault_names_file_line_and_key(tmp_path, text, line, key, message):
    path = write(tmp_path, "a.toml", text)
    with pytest.raises(ProfileError) as caught:
        load([path])
    assert (caught.value.file, caught.value.line, caught.value.key) == (str(path), line, key)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_not_utf8_are_told_with_their_line(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b'key = "a"\nname = "caf\xe9"\n')
    with pytest.raises(ProfileError, match=r"a\.toml:2: not UTF-8"):
        load([path])


@pytest.mark.parametrize("text", ["a = " + "[" * 5_000, "a = " + "9" * 10_000, "x" * 300_000, "\0", ""])
def test_a_hostile_file_is_a_profile_error_and_nothing_else(tmp_path, text):
    with pytest.raises(ProfileError):
        load([write(tmp_path, "a.toml", text)])


def test_a_folder_that_may_not_be_looked_into_is_told(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", refuse)
    with pytest.raises(ProfileError, match="Permission denied"):
        load([tmp_path])
    assert [fault.file for fault in check([tmp_path])] == [str(tmp_path)]


def test_a_path_that_does_not_exist_is_told(tmp_path):
    with pytest.raises(ProfileError, match="no such file or folder"):
        load([tmp_path / "missing"])


def test_one_key_in_two_files_is_refused(tmp_path):
    write(tmp_path, "a.toml", SMALL.format(key="a", home="https://a.example/"))
    write(tmp_path, "b.toml", SMALL.format(key="a", home="https://b.example/"))
    with pytest.raises(ProfileError, match=r"b\.toml:1: key: already used by .*a\.toml"):
        load([tmp_path])


def test_check_tells_every_fault_of_every_file(tmp_path):
    write(tmp_path, "a.toml", 'key = "A A"\nname = "A"\nhome = "nowhere"\ncolour = 1\n')
    write(tmp_path, "b.toml", SMALL.format(key="b", home="https://b.example/"))
    write(tmp_path, "c.toml", SMALL.format(key="b", home="https://c.example/"))
    assert [(fault.file[-6:], fault.line, fault.key) for fault in check([tmp_path])] == [
        ("a.toml", 1, "key"),
        ("a.toml", 3, "home"),
        ("a.toml", 4, "colour"),
        ("c.toml", 1, "key"),
    ]
