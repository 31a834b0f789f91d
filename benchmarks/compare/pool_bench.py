"""What parallelctl bench measures, on Python's ProcessPoolExecutor with two processes."""
import json
import statistics
import time
from concurrent.futures import ProcessPoolExecutor

ITEMS = 1_000_000
CHUNK = 1_000
SUBMITS = 2_000
PAYLOADS = 200
PAYLOAD = bytes(1 << 20)


def increment(x):
    return x + 1


def square(x):
    return x * x


def same(x):
    return x


def main():
    began = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        assert pool.submit(increment, 41).result() == 42
        start = time.perf_counter() - began

        began = time.perf_counter()
        squares = list(pool.map(square, range(ITEMS), chunksize=CHUNK))
        items = ITEMS / (time.perf_counter() - began)
        assert squares[-1] == (ITEMS - 1) ** 2

        times = []
        for i in range(SUBMITS):
            began = time.perf_counter()
            assert pool.submit(increment, i).result() == i + 1
            times.append((time.perf_counter() - began) * 1e6)

        began = time.perf_counter()
        assert all(len(back) == len(PAYLOAD) for back in pool.map(same, (PAYLOAD for _ in range(PAYLOADS))))
        payload = PAYLOADS * len(PAYLOAD) / 1e6 / (time.perf_counter() - began)
        began = time.perf_counter()

    print(json.dumps({
        "start_ms": start * 1e3, "stop_ms": (time.perf_counter() - began) * 1e3, "map_items_per_s": items,
        "submit_p50_us": statistics.median(times), "submit_p99_us": statistics.quantiles(times, n=100)[98],
        "payload_mb_per_s": payload}))


if __name__ == "__main__":
    main()
