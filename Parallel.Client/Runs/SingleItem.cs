using ParallelCompute.Engines;
using ParallelCompute.Values;

namespace ParallelCompute.Runs;

/// <summary>The input of a submitted call.</summary>
internal static class SingleItem
{
    /// <param name="function">The function that it is meant for.</param>
    /// <param name="item">The item.</param>
    /// <param name="valueLimit">The most bytes that it may take.</param>
    /// <exception cref="ShippingException">The item cannot be sent.</exception>
    public static ItemBlock Encode<TItem>(Delegate function, TItem item, long valueLimit)
    {
        try
        {
            var writer = new ValueWriter(64) { Limit = valueLimit };
            ValueCodecs.For<TItem>().Write(writer, item);
            writer.CheckSize();
            return new ItemBlock(0, 1, writer.Buffer, [writer.Position]);
        }
        catch (ShippingException e)
        {
            throw e.Within(ItemStep.Of(function, 0));
        }
    }
}
