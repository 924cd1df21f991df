"""PURE: where the marks of the model page's two plots stand, in units of their drawing; its tables say the same."""

SIDE = 200  # of a plot, inside its frame
LEAST_AUC_SHOWN = 0.5  # what chance alone reaches
STEP = 40  # between two models


def calibration_marks(parts: list[dict]) -> list[dict]:
    """Return the marks of a calibration plot: across what was expected, up what happened; on the diagonal all is well."""
    return [
        {"x": round(part["expected"] * SIDE, 1), "y": round((1 - part["happened"]) * SIDE, 1)}
        for part in parts
    ]


def auc_marks(models: list[dict]) -> list[dict]:
    """Return a mark for each model, the earliest first: its AUC, between its bounds.

    `models` have `auc`, `auc_at_least` and `auc_at_most`; those without are left out.
    """
    known = [model for model in models if "auc" in model]
    return [
        {
            "x": STEP * number + STEP // 2,
            "y": _height(model["auc"]),
            "low": _height(model["auc_at_least"]),
            "high": _height(model.get("auc_at_most", model["auc"])),
            **{name: model[name] for name in ("label", "serves") if name in model},
        }
        for number, model in enumerate(known)
    ]


def _height(auc):
    share = (max(LEAST_AUC_SHOWN, min(1.0, auc)) - LEAST_AUC_SHOWN) / (1 - LEAST_AUC_SHOWN)
    return round((1 - share) * SIDE, 1)
