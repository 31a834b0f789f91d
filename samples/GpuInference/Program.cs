// A model on every GPU: uploaded once by setup, then run on batches of rows. Without a GPU the processors do it.
using System.Diagnostics;
using System.Globalization;
using GpuInference;
using ParallelCompute;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const float Tolerance = 1e-3f;
const int ComparedRows = 16;

var (client, isGpu) = await OpenAsync();
var (items, rows) = Sizes(isGpu);
int workers;
double rate;
float[][] results;
await using (client)
{
    workers = client.Snapshot().Workers.Count;
    await client.WaitForWorkersAsync(workers, TimeSpan.FromMinutes(2));
    await client.ParallelMapAsync((int item, IModel model, Dataset data) => model.Forward(data[item]),
        Enumerable.Range(0, workers));
    foreach (var device in (await client.ParallelMapAsync(
        item => WorkerContext.Current.Devices.Select(d => $"{d.Name} {d.Uuid}").ToArray(),
        Enumerable.Range(0, 10 * workers), new MapOptions { BatchSize = 1 })).SelectMany(d => d).Distinct().Order())
    {
        Console.WriteLine($"a worker has {device}");
    }

    var watch = Stopwatch.StartNew();
    results = await client.ParallelMapAsync((int item, IModel model, Dataset data) => model.Forward(data[item]),
        Enumerable.Range(0, items));
    rate = items / watch.Elapsed.TotalSeconds;
}

// Only now: a process that has used CUDA keeps some memory of the device until it ends.
var loop = PlainLoop();
var difference = Difference();
Console.WriteLine($"{items} items of {rows} rows on {workers} workers: {rate:F1} items/s");
Console.WriteLine($"a plain loop in one process, on one {(isGpu ? "GPU" : "processor")}: {loop:F1} items/s");
Console.WriteLine($"largest difference to what the processor computes: {difference:E1}");
return difference <= Tolerance ? 0 : 1;

async Task<(ParallelClient Client, bool IsGpu)> OpenAsync()
{
    try
    {
        var size = Sizes(isGpu: true).Rows;
        return (await ParallelCluster.GetClientAsync(
            new ParallelConfig { Env = "local_gpu" },
            () => new { model = new GpuPerceptron(Perceptron.Load(), size), data = new Dataset(size) }), true);
    }
    catch (ConfigException e)
    {
        Console.WriteLine($"No GPU here, so the processors do it: {e.Message}");
        var size = Sizes(isGpu: false).Rows;
        return (await ParallelCluster.GetClientAsync(
            new ParallelConfig { NWorkers = 2 },
            () => new { model = Perceptron.Load(), data = new Dataset(size) }), false);
    }
}

// GpuInference [ITEMS ROWS]; as many rows as keep a GPU busy for some 10 ms.
(int Items, int Rows) Sizes(bool isGpu) => args is [var items, var rows]
    ? (int.Parse(items, CultureInfo.InvariantCulture), int.Parse(rows, CultureInfo.InvariantCulture))
    : isGpu ? (200, 16384) : (40, 64);

double PlainLoop()
{
    var data = new Dataset(rows);
    IModel model = isGpu ? new GpuPerceptron(Perceptron.Load(), rows) : Perceptron.Load();
    using (model as IDisposable)
    {
        model.Forward(data[0]);
        var watch = Stopwatch.StartNew();
        for (var item = 0; item < items; item++)
        {
            model.Forward(data[item]);
        }

        return items / watch.Elapsed.TotalSeconds;
    }
}

float Difference()
{
    var (data, model, compared) = (new Dataset(rows), Perceptron.Load(), Math.Min(rows, ComparedRows));
    return results.Index().Max(r =>
        model.Forward(data[r.Index][..(compared * Perceptron.Inputs)])
            .Zip(r.Item, (expected, found) => Math.Abs(expected - found)).Max());
}
