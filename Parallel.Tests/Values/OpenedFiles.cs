using System.Runtime.InteropServices;
using System.Text;
using ParallelCompute.Values;

namespace ParallelCompute.Tests.Values;

/// <summary>Reads changed bytes and has the system tell which files are opened meanwhile.</summary>
/// <remarks>
/// In a process with time zones and a temporary folder of its own, so that nobody else opens these files.
/// </remarks>
internal static partial class OpenedFiles
{
    private const int Payloads = 20_000;
    private const int NonBlocking = 0x800;
    private const uint Opened = 0x20;
    private const string Zones = "/usr/share/zoneinfo";
    private const string Unused = "Europe/Paris";

    private static readonly string[] Needed = ["Europe/Berlin", Unused, "Asia/Kolkata"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Prints what was opened; the exit code is 0 when nothing was.</summary>
    public static int Report(string folder)
    {
        var zones = Directory.CreateDirectory(Path.Combine(folder, "zones", "Europe")).Parent!.FullName;
        Directory.CreateDirectory(Path.Combine(zones, "Asia"));
        foreach (var file in Needed.Where(f => File.Exists(Path.Combine(Zones, f))))
        {
            File.Copy(Path.Combine(Zones, file), Path.Combine(zones, file));
        }

        Environment.SetEnvironmentVariable("TZDIR", zones);
        Environment.SetEnvironmentVariable("TMPDIR", folder);
        var watch = inotify_init1(NonBlocking);
        var folders = Directory.GetDirectories(folder, "*", SearchOption.AllDirectories);
        foreach (var one in folders.Append(folder).Append(AppContext.BaseDirectory))
        {
            _ = inotify_add_watch(watch, one, Opened) >= 0 ? 0 : throw new IOException($"cannot watch {one}");
        }

        var originals = Mutation.Originals();
        Read(originals, 0, Payloads / 10);

        // All zones are loaded once there is a codec of them, also those that no value names.
        HashSet<string> loaded = [];
        var all = SpinWait.SpinUntil(
            () =>
            {
                loaded.UnionWith(Next(watch));
                return Needed.All(zone => loaded.Contains(Path.GetFileName(zone)));
            },
            Limit);
        if (!all)
        {
            throw new InvalidOperationException($"of the zones only {string.Join(", ", loaded)} were loaded");
        }

        // A file that is there, and that no value has named before.
        byte[] named = [1, 1, (byte)((Unused.Length << 1) + 1), .. Encoding.ASCII.GetBytes(Unused)];
        var zone = Codec.Decode<TimeZoneInfo>(named);
        Read(originals, Payloads / 10, Payloads);
        var opened = string.Join(", ", Next(watch));

        // And it would have been told.
        File.ReadAllBytes(Path.Combine(zones, zone.Id));
        var told = string.Join(", ", Next(watch));
        Console.WriteLine($"{(opened.Length == 0 ? "opened none" : $"opened {opened}")}, then {told}");
        return opened.Length == 0 && told.Length > 0 ? 0 : 1;
    }

    private static void Read(byte[][] originals, int first, int end)
    {
        for (var seed = first; seed < end; seed++)
        {
            try
            {
                var bytes = Mutation.Of(new Random(seed), originals);
                ValueCodecs.For<object?>().Read(new ValueReader(bytes, KnownTypes.Instance));
            }
            catch (ShippingException)
            {
                // Another test looks at these.
            }
        }
    }

    /// <summary>The names of files that were opened since the last call.</summary>
    private static List<string> Next(int watch)
    {
        const int Head = 16;
        var bytes = new byte[1024 * 1024];
        var length = (int)read(watch, bytes, bytes.Length);
        List<string> names = [];
        for (var at = 0; at < length;)
        {
            var size = BitConverter.ToInt32(bytes, at + Head - sizeof(int));
            names.Add(Encoding.UTF8.GetString(bytes, at + Head, size).TrimEnd('\0') is { Length: > 0 } name
                ? name : "a folder");
            at += Head + size;
        }

        return names;
    }

#pragma warning disable IDE1006 // As the C library names them.
    [LibraryImport("libc")]
    private static partial int inotify_init1(int flags);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int inotify_add_watch(int watch, string path, uint mask);

    [LibraryImport("libc")]
    private static partial nint read(int file, [Out] byte[] bytes, nint count);
#pragma warning restore IDE1006
}
