// The usage examples of ESPnet3's page on espnet3.parallel, line for line.
using ParallelCompute;
using QuickStart;
using static ParallelCompute.ParallelCluster;

// 1. Basic parallel map (CPU)
var config = new ParallelConfig
{
    Env = "local",
    NWorkers = 4,
    Options = { },
};
SetParallel(config);

static int Square(int x) => x * x;

var results = ParallelMap(Square, Enumerable.Range(0, 10));
Console.WriteLine($"[{string.Join(", ", results)}]");

// 2. Injecting a per-worker environment with setup
static object SetUp()
{
    var model = Model.Load();
    var dataset = Dataset.Load();
    return new { model, dataset };
}

static float Infer(int idx, Model model, Dataset dataset)
{
    var sample = dataset[idx];
    return model.Predict(sample);
}

using (var client = GetClient(setup: SetUp))
{
    var predictions = client.ParallelMap<int, float>(Infer, Enumerable.Range(0, 10));
}

// 3. Using ParallelFor for streaming
static int Compute(int x) => x * 2;

foreach (var result in ParallelFor(Compute, Enumerable.Range(0, 100)))
{
    Console.WriteLine($"Got result: {result}");
}

// You can also run with a setup function: the loop runs on the workers of the client that is open.
using (var client = GetClient(setup: SetUp))
{
    foreach (var result in ParallelFor(Compute, Enumerable.Range(0, 100)))
    {
        Console.WriteLine($"Got result: {result}");
    }
}
