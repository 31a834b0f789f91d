using ParallelCompute.Shipping;

namespace ParallelCompute.Runs;

/// <summary>Does once what the first call does, while workers boot: most of its time goes into loading code.</summary>
internal static class WarmUp
{
    /// <summary>Defines a run of a function that does nothing; nothing is sent, and nothing is kept.</summary>
    public static void Run()
    {
        Func<int, int> same = static x => x;
        try
        {
            new RunPlans().Define<int, int>(same, default, setup: null, new LargeConstants(1), _ => { });
        }
        catch (ShippingException)
        {
            // A host may have loaded this library from memory; functions of assemblies with a file travel all the same.
        }
    }
}
