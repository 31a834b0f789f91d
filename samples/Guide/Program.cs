// The code of README.md and docs/guide.md; a test holds both to it.
using Guide;
using Microsoft.Extensions.Logging;
using ParallelCompute;

string[] files = ["a.wav", "bb.wav", "ccc.wav", "dddd.wav"];

ParallelCluster.AddCodec<RecordingCodec>();

ParallelCluster.SetParallel(new ParallelConfig { Env = "local", NWorkers = 2 });

await using var client = await ParallelCluster.GetClientAsync(
    setup: () => new { model = Model.Load("speech") });              // once per worker

// `path` is the item; `model` comes from the worker's environment, by its name
float[][] scores = await client.ParallelMapAsync((string path, Model model) => model.Score(path), files);

// the same, each result as soon as it is there
await foreach (var score in client.ParallelForAsync((string path, Model model) => model.Score(path), files))
{
    Console.WriteLine(score.Length);
}

Console.WriteLine($"{scores.Length} files");

// configurations come from files, from text or from code
File.WriteAllText("parallel.yaml", "n_workers: 4");
ParallelConfig fromFile = ParallelConfig.Load("parallel.yaml");
ParallelConfig fromText = ParallelConfig.Parse("n_workers: 4");
var fromCode = new ParallelConfig { Env = "local", NWorkers = 4, Options = { ["threads_per_worker"] = 1 } };
Console.WriteLine(fromFile.NWorkers == fromText.NWorkers && fromText.NWorkers == fromCode.NWorkers);

// captured variables travel with the function: exactly those that it reads
var factor = 3;
int[] tripled = await client.ParallelMapAsync(x => x * factor, Enumerable.Range(0, 10));

// further parameters are filled by name: from the environment, then from `arguments`, then from their defaults
int[] biased = await client.ParallelMapAsync((int x, int bias) => x + bias, tripled, arguments: new { bias = 5 });

// with index, input, worker and time; OnError.Collect hands out errors beside results
await foreach (var r in client.ParallelForIndexedAsync(
    (int x) => 100 / x, biased.Append(0), new MapOptions { OnError = OnError.Collect }))
{
    Console.WriteLine(r.Error is null ? $"{r.Index}: {r.Input} -> {r.Value}" : $"{r.Index}: {r.Error.Message}");
}

// one call
ParallelTask<int> task = client.ParallelSubmit((int x) => x + 1, 41);
Console.WriteLine(await task);

// input is pulled lazily, a bounded window ahead of what you have consumed; leaving the loop cancels the run
static IEnumerable<long> Numbers()
{
    for (long i = 0; ; i++)
    {
        yield return i;
    }
}

await foreach (var square in client.ParallelForAsync(x => x * x, Numbers()))
{
    if (square > 1_000_000)
    {
        break;
    }
}

// how far a run is
var progress = new Progress<RunProgress>(p => Console.WriteLine($"{p.Done} of {p.Total}, {p.Remaining} left"));
await client.ParallelMapAsync(x => x * x, tripled, new MapOptions { Progress = progress, ShowProgress = true });

// what a function can ask about where it runs
string[] places = await client.ParallelMapAsync(
    (int x) =>
    {
        var here = WorkerContext.Current;
        here.CancellationToken.ThrowIfCancellationRequested();
        here.Logger.LogInformation("item {Index}", here.ItemIndex);
        return here.WorkerId;
    },
    Enumerable.Range(0, 4));
Console.WriteLine($"{places.Length} places");

// a type with a codec of its own
int[] sizes = await client.ParallelMapAsync((Recording r) => r.Samples.Length, [new Recording("a.wav")]);
Console.WriteLine($"{sizes[0]} samples");

// waiting for workers, and looking at them
await client.WaitForWorkersAsync(2, TimeSpan.FromMinutes(5));
foreach (var worker in client.Snapshot().Workers)
{
    Console.WriteLine($"{worker.Id} {worker.State} {worker.Reason}");
}
