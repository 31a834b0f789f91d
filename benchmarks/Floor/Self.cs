using System.Diagnostics;
using System.Reflection;

namespace Floor;

/// <summary>How to start this program once more.</summary>
internal static class Self
{
    public static ProcessStartInfo StartInfo(params string[] arguments) =>
        new(Environment.ProcessPath!, [Assembly.GetExecutingAssembly().Location, .. arguments]);
}
