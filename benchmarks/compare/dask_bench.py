"""What parallelctl bench measures, on Dask's LocalCluster with two processes. Debian: apt install python3-distributed."""
import json
import logging
import statistics
import time
import warnings

from dask.distributed import Client, LocalCluster

ITEMS = 5_000
SUBMITS = 200
PAYLOADS = 100
PAYLOAD = bytes(1 << 20)


def main():
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    began = time.perf_counter()
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        assert client.submit(lambda x: x + 1, 41).result() == 42
        start = time.perf_counter() - began

        began = time.perf_counter()
        squares = client.gather(client.map(lambda x: x * x, range(ITEMS)))
        items = ITEMS / (time.perf_counter() - began)
        assert squares == [x * x for x in range(ITEMS)]

        times = []
        for i in range(SUBMITS):
            began = time.perf_counter()
            assert client.submit(lambda x: x + 1, ITEMS + i, pure=False).result() == ITEMS + i + 1
            times.append((time.perf_counter() - began) * 1e6)

        began = time.perf_counter()
        futures = [client.submit(lambda x: x, PAYLOAD, pure=False) for _ in range(PAYLOADS)]
        assert all(len(back) == len(PAYLOAD) for back in client.gather(futures))
        payload = PAYLOADS * len(PAYLOAD) / 1e6 / (time.perf_counter() - began)
        began = time.perf_counter()

    print(json.dumps({
        "start_ms": start * 1e3, "stop_ms": (time.perf_counter() - began) * 1e3, "map_items_per_s": items,
        "submit_p50_us": statistics.median(times), "submit_p99_us": statistics.quantiles(times, n=100)[98],
        "payload_mb_per_s": payload}))


if __name__ == "__main__":
    main()
