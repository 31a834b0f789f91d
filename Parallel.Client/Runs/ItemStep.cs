using ParallelCompute.Execution;

namespace ParallelCompute.Runs;

/// <summary>How errors name an item.</summary>
internal static class ItemStep
{
    /// <param name="function">The function that it is meant for, which was checked before.</param>
    /// <param name="index">Its index in the run.</param>
    public static string Of(Delegate function, long index) =>
        $"item {index} (parameter '{FunctionSignature.Of(function).Item.Name}')";
}
