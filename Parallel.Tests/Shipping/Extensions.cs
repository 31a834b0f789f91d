using System.Text;

namespace ParallelCompute.Tests.Shipping;

internal static class Extensions
{
    public static string Times(this string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    public static string OrNull(this string? text) => text ?? "null";
}
