using ParallelCompute.Tests.Values;

namespace ParallelCompute.Tests.Behavior;

/// <summary>What tests start as a process of its own: <c>dotnet exec Parallel.Tests.dll ROLE MARK</c>.</summary>
internal static class HelperProgram
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            return args switch
            {
                ["hold", var mark] => await HoldAsync(SiloProcesses.Marked(SharedCluster.Config(), mark)),
                ["hold", var mark, var local] => await HoldAsync(
                    In(local, SiloProcesses.Marked(SharedCluster.Config(), mark))),
                ["hold", var mark, var local, var temporary] => await HoldAsync(In(local, SiloProcesses.Marked(
                    WithTemporary(temporary, SharedCluster.Config()), mark))),
                ["config", var file] => await HoldAsync(ParallelConfig.Load(file), Batch.BatchFixture.Limit),
                ["far", var mark] => await HoldAsync(SiloProcesses.Marked(Ssh.SshBed.Config(2), mark)),
                ["children", var mark] => await ChildrenAsync(mark),
                ["guest", var mark, var file] => await HoldAsync(
                    At(file, SiloProcesses.Marked(SharedCluster.Config(1), mark))),
                ["map", var mark] => await MapAsync(SiloProcesses.Marked(SharedCluster.Config(1), mark)),
                ["unset"] => await MapAsync(null),
                ["gone", var local] => await GoneAsync(local),
                ["read", var folder] => OpenedFiles.Report(folder),
                ["web"] => await WebAsync(),
                _ => 2,
            };
        }
        catch (ParallelException e)
        {
            Console.WriteLine($"{e.GetType().Name}: {e.Message}");
            return 1;
        }
    }

    /// <summary>Keeps its workers busy until it is killed.</summary>
    private static async Task<int> HoldAsync(ParallelConfig config, TimeSpan? limit = null)
    {
        await using var client = await ParallelCluster.GetClientAsync(config);
        await client.WaitForWorkersAsync(2, limit ?? Gate.Limit);
        var map = client.ParallelMapAsync(
            x =>
            {
                new ManualResetEvent(false).WaitOne();
                return x;
            },
            [1, 2]);
        SpinWait.SpinUntil(() => client.Snapshot().Runs == 1, Gate.Limit);
        Console.WriteLine("ready");
        await map;
        return 0;
    }

    /// <summary>At a dispatcher in a process of its own, where there is a worker already.</summary>
    private static ParallelConfig At(string file, ParallelConfig config)
    {
        config.Options["dispatcher"] = file;
        return config;
    }

    /// <summary>Its worker has children until it is killed.</summary>
    private static async Task<int> ChildrenAsync(string mark)
    {
        await using var client = await ParallelCluster.GetClientAsync(
            SiloProcesses.Marked(SharedCluster.Config(1), mark));
        await client.ParallelMapAsync(x => ChildProcessTests.Bear(), [1]);
        Console.WriteLine("ready");
        await client.ParallelMapAsync(x => new ManualResetEvent(false).WaitOne(), [1]);
        return 0;
    }

    /// <summary>The same configuration with workers that have a temporary folder of their own.</summary>
    internal static ParallelConfig WithTemporary(string folder, ParallelConfig config)
    {
        config.Options["environment"] = new Dictionary<string, object?> { ["TMPDIR"] = folder };
        return config;
    }

    private static ParallelConfig In(string local, ParallelConfig config)
    {
        config.Options["local_directory"] = local;
        return config;
    }

    /// <summary>Its own files vanish while it runs; a worker dies, and its replacement has never seen them.</summary>
    private static async Task<int> GoneAsync(string local)
    {
        await using var client = await ParallelCluster.GetClientAsync(In(local, SharedCluster.Config(1)));
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            File.Delete(file);
        }

        var results = await client.ParallelMapAsync(
            x =>
            {
                if (x == 2 && WorkerContext.Current.Attempt == 1)
                {
                    System.Diagnostics.Process.GetCurrentProcess().Kill();
                }

                return $"{x * x} {WorkerContext.Current.WorkerId}";
            },
            [1, 2]);
        Console.WriteLine(results[1]);
        return 0;
    }

    /// <summary>Uses a framework that the silo does not have.</summary>
    private static async Task<int> WebAsync()
    {
        await using var client = await ParallelCluster.GetClientAsync(SharedCluster.Config(1));
        Console.WriteLine(await client.ParallelSubmit(
            (string name) => $"{Activator.CreateInstance(Type.GetType(name, throwOnError: true)!)}",
            "Microsoft.AspNetCore.Http.DefaultHttpContext, Microsoft.AspNetCore.Http"));
        return 0;
    }

    private static async Task<int> MapAsync(ParallelConfig? config)
    {
        await using var client = await ParallelCluster.GetClientAsync(config);
        Console.WriteLine(string.Join(' ', await client.ParallelMapAsync(x => x * x, [1, 2, 3])));
        return 0;
    }
}
