using ParallelCompute.Code;
using ParallelCompute.Values;

namespace ParallelCompute.Execution;

/// <summary>
/// Does once what a worker's first batch does, while it joins: most of its time goes into loading code.
/// </summary>
public static class WarmUp
{
    /// <summary>Prepares to run a function that does nothing; nothing of it is kept.</summary>
    public static void Run()
    {
        Func<int, int> same = static x => x;
        var none = new Dictionary<string, object?>();
        var bound = ParameterBinder.Bind(same, typeof(int), none, none, typeof(int));
        BatchRunners.Create(bound, typeof(int), typeof(int), KnownTypes.Instance, stopOnError: true);
        var file = typeof(WarmUp).Assembly.Location;
        if (file.Length > 0)
        {
            ModuleVersions.Read(File.OpenRead(file), file);
        }
    }
}
