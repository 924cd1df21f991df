"""Lock a backup with a public key, and open it with the private one, as it passes: the age format, by pyrage."""

import contextlib
import os
import threading

import pyrage

from .errors import BrokenBackup

LOCKED = b"age-encryption.org/"  # how a locked file begins


def new_key() -> tuple[str, str]:
    """Return (the key that opens, the key that locks)."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


@contextlib.contextmanager
def locked(file, public_key=""):
    """Yield a file to write to: what is written there goes into `file`, locked if there is a key."""
    if not public_key:
        yield file
        return
    recipient = pyrage.x25519.Recipient.from_str(public_key)

    def lock_it(source):
        try:
            pyrage.encrypt_io(source, file, [recipient])
        except pyrage.EncryptError as error:  # it says so for whatever the disk refuses
            raise OSError(str(error)) from error

    with _beside(lock_it, "rb") as target:
        yield target


@contextlib.contextmanager
def unlocked(file, private_key=""):
    """Yield a file to read from: the content of `file`, opened if it is locked.

    Raise BrokenBackup if the key is missing, another's, or the file has no end.
    """
    is_locked = file.read(len(LOCKED)) == LOCKED
    file.seek(0)
    if not is_locked:
        yield file
        return
    if not private_key:
        raise BrokenBackup("it is locked: give the file of its key with --key")
    identity = pyrage.x25519.Identity.from_str(private_key)

    def open_it(target):
        try:
            pyrage.decrypt_io(file, target, [identity])
        except pyrage.DecryptError as error:
            raise BrokenBackup("this key does not open it: it was locked for another") from error
        except BrokenPipeError:
            raise
        except OSError as error:
            raise BrokenBackup("it was cut off or altered since it was made") from error

    with _beside(open_it, "wb") as source:
        yield source


@contextlib.contextmanager
def _beside(work, its_mode):
    """Run `work(one end of a pipe)` in a thread; yield the other end. What it raised is raised here."""
    ends = dict(zip(("rb", "wb"), os.pipe(), strict=True))
    ours = open(ends.pop("wb" if its_mode == "rb" else "rb"), "wb" if its_mode == "rb" else "rb")  # noqa: SIM115
    raised = []

    def run():
        try:
            with open(ends[its_mode], its_mode) as end:
                work(end)
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield ours
    except Exception as error:
        with contextlib.suppress(OSError):
            ours.close()
        thread.join()
        # It broke first, and the pipe with it; but a pipe that we closed says nothing.
        if raised and not isinstance(raised[0], BrokenPipeError):
            raise raised[0] from error
        raise
    finally:
        with contextlib.suppress(BrokenPipeError):
            ours.close()
        thread.join()
    if raised and not (its_mode == "wb" and isinstance(raised[0], BrokenPipeError)):
        raise raised[0]
