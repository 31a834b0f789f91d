using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ParallelCompute.Blobs;

/// <summary>A file's owner and identity, of which .NET tells neither. Linux only.</summary>
internal readonly partial record struct FileFacts(uint Owner, ushort Mode, ulong Device, ulong Inode)
{
    private const ushort TypeBits = 0xF000;
    private const ushort Folder = 0x4000;
    private const ushort StickyBit = 0x0200;

    public bool IsFolder => (Mode & TypeBits) == Folder;

    public bool IsSticky => (Mode & StickyBit) != 0;

    public UnixFileMode Permissions => (UnixFileMode)(Mode & 0x1FF);

    public bool IsMine => Owner == EffectiveUser();

    /// <summary>Null where there is no such file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="follow">Whether a symbolic link stands for what it points to.</param>
    public static FileFacts? Of(string path, bool follow = false)
    {
        // statx(2): its structure is the same on every processor, that of stat(2) is not.
        const int Here = -100, NoFollow = 0x100, BasicFacts = 0x7FF, Size = 256;
        Span<byte> facts = stackalloc byte[Size];
        return Ask(Here, path, follow ? 0 : NoFollow, BasicFacts, facts) != 0 ? null : new FileFacts(
            BinaryPrimitives.ReadUInt32LittleEndian(facts[20..]),
            BinaryPrimitives.ReadUInt16LittleEndian(facts[28..]),
            BinaryPrimitives.ReadUInt64LittleEndian(facts[136..]),
            BinaryPrimitives.ReadUInt64LittleEndian(facts[32..]));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Ask(int folder, string path, int flags, uint mask, Span<byte> facts);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
