"""How good a model is, on (raw score, whether it was refused) of decisions that it had not seen."""

import math

SURE = 1.645  # standard errors: one bound in twenty is exceeded
BINS = 10
SHARES = {"high": 0.10, "middle": 0.30}  # of what is received stands in the bands of the queue


def platt(told) -> tuple[float, float]:
    """Return the slope and shift that turn raw scores into probabilities (J. Platt, 1999, with his targets)."""
    positive = sum(is_refused for _raw, is_refused in told)
    negative = len(told) - positive
    high, low = (positive + 1) / (positive + 2), 1 / (negative + 2)
    slope, shift = 1.0, 0.0
    for _step in range(100):
        ss = st = tt = gs = gt = 0.0
        for raw, is_refused in told:
            chance = probability(raw, slope, shift)
            off, spread = chance - (high if is_refused else low), chance * (1 - chance)
            gs += off * raw
            gt += off
            ss += spread * raw * raw
            st += spread * raw
            tt += spread
        ss, tt = ss + 1e-9, tt + 1e-9
        determinant = ss * tt - st * st
        if determinant <= 0:
            break
        by_slope, by_shift = (tt * gs - st * gt) / determinant, (ss * gt - st * gs) / determinant
        slope, shift = slope - by_slope, shift - by_shift
        if abs(by_slope) + abs(by_shift) < 1e-7:
            break
    return (slope, shift) if slope > 0 else (0.0, math.log((positive + 1) / (negative + 1)))


def probability(raw, slope, shift) -> float:
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, slope * raw + shift))))


def auc(told) -> float:
    """Return the chance that a refused text has a higher score than a published one; ties count half."""
    ordered = sorted(told)
    rank_sum, at = 0.0, 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end][0] == ordered[at][0]:
            end += 1
        rank_sum += (at + 1 + end) / 2 * sum(is_refused for _raw, is_refused in ordered[at:end])
        at = end
    positive = sum(is_refused for _raw, is_refused in told)
    negative = len(told) - positive
    if not positive or not negative:
        return 0.5
    return (rank_sum - positive * (positive + 1) / 2) / (positive * negative)


def lower_bound(told) -> float:
    """Return the AUC less SURE standard errors; 0 if all were decided alike."""
    return max(0.0, auc(told) - SURE * standard_error(told))


def standard_error(told) -> float:
    """Return that of the AUC (J. Hanley and B. McNeil, 1982); 1 if all were decided alike."""
    positive = sum(is_refused for _raw, is_refused in told)
    negative = len(told) - positive
    if not positive or not negative:
        return 1.0
    area = auc(told)
    one, two = area / (2 - area), 2 * area * area / (1 + area)
    spread = (
        area * (1 - area)
        + (positive - 1) * (one - area * area)
        + (negative - 1) * (two - area * area)
    ) / (positive * negative)
    return math.sqrt(max(0.0, spread))


def calibration_error(chances) -> float:
    """Return how far, on average, the probabilities of (probability, is refused) are from what happened."""
    ordered = sorted(chances)
    error = 0.0
    for part in range(BINS):
        some = ordered[len(ordered) * part // BINS : len(ordered) * (part + 1) // BINS]
        if some:
            expected = sum(chance for chance, _is_refused in some)
            error += abs(expected - sum(is_refused for _chance, is_refused in some))
    return error / len(ordered) if ordered else 0.0


def calibration(chances) -> list[dict]:
    """Return the parts of a calibration plot: what was expected, what happened, of how many."""
    ordered, parts = sorted(chances), []
    for part in range(BINS):
        some = ordered[len(ordered) * part // BINS : len(ordered) * (part + 1) // BINS]
        if some:
            expected = sum(chance for chance, _is_refused in some) / len(some)
            happened = sum(is_refused for _chance, is_refused in some) / len(some)
            parts.append(
                {"expected": round(expected, 4), "happened": round(happened, 4), "of": len(some)}
            )
    return parts


def figures(told, platt_numbers) -> dict:
    """Return what the model's page tells, and from which probability on a text stands in a band."""
    chances = [(probability(raw, *platt_numbers), is_refused) for raw, is_refused in told]
    ordered = sorted((chance for chance, _is_refused in chances), reverse=True)
    bands = {
        band: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 6)
        for band, share in SHARES.items()
    }
    return {
        "decisions": len(told),
        "refused": sum(is_refused for _raw, is_refused in told),
        "auc": round(auc(told), 4),
        "auc_at_least": round(lower_bound(told), 4),
        "auc_at_most": round(min(1.0, auc(told) + SURE * standard_error(told)), 4),
        "calibration_error": round(calibration_error(chances), 4),
        "calibration": calibration(chances),
        **bands,
    }
