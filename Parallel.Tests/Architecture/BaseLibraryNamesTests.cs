using System.Collections.Concurrent;
using ParallelCompute;

// A user's program, outside of the product's namespaces.
namespace Acme.Program;

/// <summary>
/// The base library's parallel classes stay usable by their short names in a program that uses this one.
/// </summary>
public sealed class BaseLibraryNamesTests
{
    [Fact]
    public void The_base_librarys_parallel_loop_works_beside_ours()
    {
        var options = new MapOptions { BatchSize = 10 };
        var sum = 0;
        Parallel.ForEach(
            Partitioner.Create(0, 10),
            new ParallelOptions { MaxDegreeOfParallelism = 2, TaskScheduler = TaskScheduler.Default },
            range => Interlocked.Add(ref sum, range.Item2 - range.Item1));
        Assert.Equal(options.BatchSize, sum);
        Assert.True(Environment.ProcessorCount > 0);
    }
}
