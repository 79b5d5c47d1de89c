"""What is near among remembered utterances: learnt from forms, and kept in a file."""
import numpy as np
import torch
import torch.nn.functional as F

from recall import balanced_rotation, groups_of, quantise, train_projection, write_vectors

HIDDEN, DIM, PARTS = 32, 8, 4


def toy(forms: int, each: int = 8):
    """Utterances whose forms lie in few of the dimensions, noise in the others -> states, forms, languages."""
    generator = torch.Generator().manual_seed(0)
    form = np.repeat(np.arange(forms), each)
    states = torch.randn(forms * each, HIDDEN, generator=generator) * 0.7
    states[:, :6] = torch.randn(forms, 6, generator=generator)[form] + 0.1 * torch.randn(forms * each, 6, generator=generator)
    return states, form, form % 2


def neighbours_of_one_form(vectors: torch.Tensor, forms: np.ndarray) -> float:
    """Share of the rows whose nearest other row has their form."""
    likeness = F.normalize(vectors, dim=1) @ F.normalize(vectors, dim=1).T
    likeness.fill_diagonal_(-2)
    return float((forms[likeness.argmax(1).numpy()] == forms).mean())


def test_rows_of_one_form_are_moved_together():
    states, forms, languages = toy(40)
    own = F.normalize(states, dim=1)
    projection = train_projection(own, forms, languages, DIM, 400)
    assert neighbours_of_one_form(own @ projection, forms) > neighbours_of_one_form(own, forms) + 0.2


def test_where_no_form_is_had_twice_the_principal_axes_remain():
    states = F.normalize(torch.randn(5, HIDDEN), dim=1)
    projection = train_projection(states, np.arange(5), np.zeros(5, int), DIM, 100)
    assert projection.shape == (HIDDEN, DIM) and torch.isfinite(projection).all()


def test_groups_hold_every_row_of_a_form_that_has_several():
    groups = groups_of(np.array([3, 1, 3, 2, 1, 3]))
    assert sorted(sorted(group.tolist()) for group in groups) == [[0, 2, 5], [1, 4]]


def test_a_rotation_turns_and_no_more():
    rotation = balanced_rotation(torch.randn(100, DIM) * torch.arange(1, DIM + 1), PARTS)
    assert torch.allclose(rotation @ rotation.T, torch.eye(DIM), atol=1e-5)


def test_more_centroids_lose_less_and_few_rows_lose_nothing():
    vectors = F.normalize(torch.randn(500, DIM), dim=1)
    def lost(centroids):
        codebooks, codes = quantise(vectors, PARTS, centroids)
        restored = torch.cat([codebook[codes[:, part]] for part, codebook in enumerate(codebooks)], 1)
        return float((restored - vectors).square().mean())
    assert lost(64) < lost(4)
    few, codes = quantise(vectors[:10], PARTS, 16)
    assert torch.allclose(torch.cat([few[part][codes[:, part]] for part in range(PARTS)], 1), vectors[:10], atol=1e-3)


def test_the_file_holds_what_its_header_says(tmp_path):
    states, forms, languages = toy(20)
    path = tmp_path / "vectors.bin"
    write_vectors(states, forms, languages, path, DIM, PARTS, 16, steps=50)
    data = path.read_bytes()
    hidden, dim, parts, centroids, rows = np.frombuffer(data[:20], "<u4").tolist()
    assert (hidden, dim, parts, centroids, rows) == (HIDDEN, DIM, PARTS, 16, len(states))
    assert len(data) == 20 + 2 * (hidden + hidden * dim + centroids * dim) + rows * parts
    codes = np.frombuffer(data[-rows * parts:], np.uint8)
    assert codes.max() < centroids
