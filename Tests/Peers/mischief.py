"""What a monitor may do wrong, and when: pairs of a condition on the number of a request and a deed."""

import email.utils
import math
import random
import socket
import struct
import time


def always(_):
    """Every request."""
    return True


def every(count):
    """Every n-th request, the n-th first."""
    return lambda number: number % count == count - 1


def storm(length, start=0):
    """So many requests in a row."""
    return lambda number: start <= number < start + length


def now_and_then(share, seed):
    """A share of the requests, the same ones for the same seed."""
    return lambda number: random.Random(f"{seed}/{number}").random() < share


def status(code, body="", retry_after=None, as_date=False):
    """Answers with a status and takes nothing; `retry_after` is in seconds, and may be told as a date."""
    def deed(monitor, handler, exchange):
        monitor.read(handler, exchange)
        fields = {}
        if retry_after is not None:
            # Dates have whole seconds.
            exchange.not_before = math.ceil(time.time() + retry_after) if as_date else time.time() + retry_after
            fields["Retry-After"] = (
                email.utils.formatdate(exchange.not_before, usegmt=True) if as_date else str(retry_after))
        monitor.say(handler, exchange, code, body or monitor.error(f"status {code} for a test", code), fields)
    return deed


def reset(handler):
    """Ends a connection without regard to what is under way on it."""
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # The descriptor is only closed with the last of the files made of it.
    handler.rfile.close()
    handler.wfile.close()
    handler.connection.close()


def break_in_body(monitor, handler, exchange):
    """Resets the connection when half the body has come; takes nothing."""
    handler.rfile.read(exchange.size // 2)
    reset(handler)


def lose_answer(monitor, handler, exchange):
    """Takes the rows and resets the connection instead of saying so."""
    monitor.read(handler, exchange)
    monitor.take(exchange)
    reset(handler)


def cut_answer(monitor, handler, exchange):
    """Takes the rows and ends the connection in the middle of the answer."""
    monitor.read(handler, exchange)
    monitor.take(exchange)
    body = monitor.acceptance(exchange)
    monitor.say(handler, exchange, 200, body[: len(body) // 2], promised=len(body))
    handler.close_connection = True


def rubbish(body, code=200):
    """Takes the rows and answers with a success that is none."""
    def deed(monitor, handler, exchange):
        monitor.read(handler, exchange)
        monitor.take(exchange)
        monitor.say(handler, exchange, code, body)
    return deed


def fewer_ids(missing):
    """Answers with fewer ids than there were rows, of which it took that many."""
    def deed(monitor, handler, exchange):
        monitor.read(handler, exchange)
        kept = exchange.ids[: max(0, len(exchange.ids) - missing)]
        monitor.take(exchange, kept)
        monitor.say(handler, exchange, 200, monitor.acceptance(exchange, kept))
    return deed


def delay(seconds):
    """Takes the rows and says so late."""
    def deed(monitor, handler, exchange):
        monitor.read(handler, exchange)
        monitor.pause(seconds)
        monitor.answer(handler, exchange)
    return deed


def slow_start(first, each):
    """So many requests at the start are slow, each less than the one before."""
    def deed(monitor, handler, exchange):
        delay(each * max(0, first - exchange.number))(monitor, handler, exchange)
    return deed


def hang(monitor, handler, exchange):
    """Reads the rows, takes nothing, and never answers."""
    monitor.read(handler, exchange)
    monitor.pause(600)
    handler.close_connection = True
