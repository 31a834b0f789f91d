using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ParallelCompute.Blobs;

namespace ParallelCompute.Launching;

/// <summary>
/// A small file that a guard makes for a silo on the same machine, which maps it to memory: the guard can read what
/// each slot was running after the silo has died.
/// </summary>
/// <remarks>
/// It has no name: it is removed as soon as it is made, the silo opens it by this process's descriptor, and it is gone
/// with the guard, however that ends. Linux only.
/// </remarks>
public sealed class SlotMarksFile : IDisposable
{
    /// <summary>A cache line, so that slots do not slow each other: the lease, then the position.</summary>
    internal const int BytesPerSlot = 64;

    internal const int PositionAt = sizeof(long);

    /// <summary>Bytes of such a file: behind the slots, one line that is not 0 once the silo was ready.</summary>
    internal static int BytesOf(int slots) => (slots + 1) * BytesPerSlot;

    /// <summary>In memory, where there is such a folder: it is written all the time and never to be kept.</summary>
    private const string MemoryFolder = "/dev/shm";

    private readonly SafeFileHandle _file;
    private readonly int _slots;

    private SlotMarksFile(SafeFileHandle file, int slots)
    {
        (_file, _slots) = (file, slots);
        Path = string.Create(CultureInfo.InvariantCulture,
            $"/proc/{Environment.ProcessId}/fd/{file.DangerousGetHandle()}");
    }

    /// <summary>Where the silo opens it, as the same user.</summary>
    public string Path { get; }

    /// <summary>Makes a file; null where that is not possible.</summary>
    /// <param name="slots">Slots of the silo.</param>
    public static SlotMarksFile? TryMake(int slots)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        foreach (var folder in new[] { MemoryFolder, System.IO.Path.GetTempPath() })
        {
            var name = System.IO.Path.Combine(folder, $"parallel-marks-{Guid.NewGuid():N}");
            try
            {
                var file = new FileStream(name, new FileStreamOptions
                {
                    Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite,
                    BufferSize = 0, UnixCreateMode = PrivateFolder.FileMode,
                });
                File.Delete(name);
                file.SetLength(BytesOf(slots));
                return new SlotMarksFile(file.SafeFileHandle, slots);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next folder, or none: marks only sharpen the blame after a death.
            }
        }

        return null;
    }

    /// <summary>What the slots were running; null where the file cannot be read.</summary>
    /// <remarks>The silo may have written anything.</remarks>
    public IReadOnlyList<SlotMark>? Read()
    {
        var bytes = new byte[_slots * BytesPerSlot];
        try
        {
            if (RandomAccess.Read(_file, bytes, 0) < bytes.Length)
            {
                return null;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }

        var marks = new List<SlotMark>();
        for (var at = 0; at < bytes.Length; at += BytesPerSlot)
        {
            var lease = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
            if (lease != 0)
            {
                marks.Add(new SlotMark(lease, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + PositionAt))));
            }
        }

        return marks;
    }

    /// <summary>Whether the silo has built an environment or begun a batch.</summary>
    public bool WasReady()
    {
        var line = new byte[1];
        try
        {
            return RandomAccess.Read(_file, line, _slots * BytesPerSlot) == 1 && line[0] != 0;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Lets the file go.</summary>
    public void Dispose() => _file.Dispose();
}
