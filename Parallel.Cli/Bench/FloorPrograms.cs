using System.Text.Json.Nodes;

namespace ParallelCompute.Cli.Bench;

/// <summary>The programs that measure what the machine allows; they share no code with the product.</summary>
internal static class FloorPrograms
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "floor", "floor.dll");

    /// <summary>A hello-world, from start to exit.</summary>
    public static Task<JsonObject> StartAsync(CancellationToken cancellationToken) =>
        RunAsync("start", cancellationToken);

    /// <summary>A small message there and back.</summary>
    public static Task<JsonObject> PingPongAsync(CancellationToken cancellationToken) =>
        RunAsync("pingpong", cancellationToken);

    /// <summary>Numbers squared by two processes.</summary>
    public static Task<JsonObject> ItemsAsync(CancellationToken cancellationToken) =>
        RunAsync("items", cancellationToken);

    /// <summary>Large frames there and back.</summary>
    public static Task<JsonObject> EchoAsync(CancellationToken cancellationToken) =>
        RunAsync("echo", cancellationToken);

    /// <summary>Values to bytes and back by hand.</summary>
    public static Task<JsonObject> ValuesAsync(CancellationToken cancellationToken) =>
        RunAsync("values", cancellationToken);

    private static Task<JsonObject> RunAsync(string mode, CancellationToken cancellationToken) => File.Exists(Assembly)
        ? JsonProcess.RunAsync(Assembly, [mode], cancellationToken)
        : throw new BenchException($"{Assembly} is missing. Install parallelctl anew, with its folder floor.");
}
