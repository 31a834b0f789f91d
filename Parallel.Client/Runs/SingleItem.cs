using ParallelCompute.Engines;
using ParallelCompute.Values;

namespace ParallelCompute.Runs;

/// <summary>The input of a submitted call.</summary>
internal static class SingleItem
{
    /// <exception cref="ShippingException">The item cannot be sent.</exception>
    public static ItemBlock Encode<TItem>(TItem item)
    {
        try
        {
            var writer = new ValueWriter(64);
            ValueCodecs.For<TItem>().Write(writer, item);
            return new ItemBlock(0, 1, writer.Buffer, [writer.Position]);
        }
        catch (ShippingException e)
        {
            throw e.Within("item");
        }
    }
}
