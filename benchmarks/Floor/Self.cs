using System.Diagnostics;
using System.Reflection;

namespace Floor;

/// <summary>How to start this program once more, whether it was started by its own executable or by <c>dotnet</c>.</summary>
internal static class Self
{
    public static ProcessStartInfo StartInfo(params string[] arguments)
    {
        var executable = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(executable) == "dotnet";
        return new ProcessStartInfo(
            executable, isHost ? [Assembly.GetExecutingAssembly().Location, .. arguments] : arguments);
    }
}
