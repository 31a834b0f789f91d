using System.Collections;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Serialization;
using ParallelCompute.Values.Keys;

namespace ParallelCompute.Values;

/// <summary>What .NET's own exception classes hold, over the contract that they have for this.</summary>
/// <remarks>
/// GetObjectData tells it, and the constructor that takes a SerializationInfo sets it, also on an object of a derived
/// class that is there already: https://learn.microsoft.com/dotnet/api/system.exception.getobjectdata.
/// </remarks>
internal static class ExceptionState
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // Data is a list that is searched from its start for every key.
    private const int MostData = 1000;

    /// <summary>Names that <see cref="Exception"/> itself uses; the others belong to a class derived from it.</summary>
    private static readonly HashSet<string> OfEvery = new(StringComparer.Ordinal)
    {
        "ClassName", "Message", "Data", "InnerException", "HelpURL", "StackTraceString", "RemoteStackTraceString",
        "RemoteStackIndex", "ExceptionMethod", "HResult", "Source", "WatsonBuckets", "InnerExceptions",
    };

    private static readonly ValueCodec<object?> Objects = ValueCodecs.For<object?>();
    private static readonly ValueCodec<string?> Texts = ValueCodecs.For<string?>();

    public static void Write(ValueWriter w, Exception value)
    {
        var told = Told(value);
        Texts.Write(w, told.TryGetValue("Message", out var message) ? message as string : value.Message);
        Texts.Write(w, value.Source);
        Texts.Write(w, value.HelpLink);
        Texts.Write(w, value.StackTrace);
        w.WriteVarUInt((uint)value.HResult);
        WriteException(w, value.InnerException);
        Exception[] others = value is AggregateException several ? [.. several.InnerExceptions] : [];
        w.WriteVarUInt((uint)others.Length);
        foreach (var other in others)
        {
            WriteException(w, other);
        }

        foreach (var entry in value.Data.Cast<DictionaryEntry>().Take(MostData))
        {
            WriteEntry(w, 1, entry.Key, entry.Value);
        }

        foreach (var (name, extra) in told.Where(t => !OfEvery.Contains(t.Key)))
        {
            WriteEntry(w, 2, name, extra);
        }

        w.WriteByte(0);
    }

    /// <summary>Sets what <see cref="Write"/> told on an exception that no constructor has run for.</summary>
    public static void Read(ValueReader r, Exception value)
    {
        var type = value.GetType();
#pragma warning disable SYSLIB0050, SYSLIB0051 // The contract of exceptions for this; nothing of a formatter is used.
        var info = new SerializationInfo(type, new FormatterConverter());
#pragma warning restore SYSLIB0050, SYSLIB0051
        info.AddValue("ClassName", type.FullName);
        info.AddValue("Message", Texts.Read(r));
        info.AddValue("Source", Texts.Read(r));
        info.AddValue("HelpURL", Texts.Read(r));
        var stack = Texts.Read(r);
        info.AddValue("HResult", (int)(uint)r.ReadVarUInt());
        var inner = ReadException(r);
        var others = ReadOthers(r);

        // Every constructor sees to that; one that could not be sent has become two.
        info.AddValue(
            "InnerException", value is AggregateException ? others.FirstOrDefault() : inner, typeof(Exception));
        info.AddValue("InnerExceptions", others, typeof(Exception[]));
        info.AddValue("Data", null, typeof(IDictionary));
        info.AddValue("StackTraceString", null, typeof(string));
        info.AddValue("RemoteStackTraceString", null, typeof(string));
        var data = new List<(object Key, object? Value)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var kind = r.ReadByte(); kind != 0; kind = r.ReadByte())
        {
            var (key, part) = (Objects.Read(r), Objects.Read(r));
            if (kind == 1 && key is not null)
            {
                data.Add((key, part));
            }
            else if (key is string name && !OfEvery.Contains(name) && names.Add(name))
            {
                info.AddValue(name, part, part?.GetType() ?? typeof(object));
            }
        }

        Construct(value, type, info);
        InnerExceptions.Check(value);
        PutData(value, data);
        if (!string.IsNullOrEmpty(stack))
        {
            ExceptionDispatchInfo.SetRemoteStackTrace(value, stack);
        }
    }

    private static Dictionary<string, object?> Told(Exception value)
    {
        var told = new Dictionary<string, object?>(StringComparer.Ordinal);
        try
        {
#pragma warning disable SYSLIB0050, SYSLIB0051 // As above.
            var info = new SerializationInfo(value.GetType(), new FormatterConverter());
            value.GetObjectData(info, default);
#pragma warning restore SYSLIB0050, SYSLIB0051
            foreach (var entry in info)
            {
                told[entry.Name] = entry.Value;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The user's class may not support it; its message is still known.
            told.Clear();
        }

        return told;
    }

    private static void WriteException(ValueWriter w, Exception? value)
    {
        if (!w.TryWrite(() => Objects.Write(w, value)))
        {
            Objects.Write(w, new RemoteException(value!.GetType().ToString(), value.Message));
        }
    }

    private static void WriteEntry(ValueWriter w, byte kind, object key, object? value)
    {
        void Write(object name, object? content)
        {
            w.WriteByte(kind);
            Objects.Write(w, name);
            Objects.Write(w, content);
        }

        if (!w.TryWrite(() => Write(key, value)) && kind == 1)
        {
            Write(key.ToString() ?? "", value?.ToString());
        }
    }

    private static Exception? ReadException(ValueReader r) => Objects.Read(r) switch
    {
        null => null,
        Exception exception => exception,
        var other => throw new ShippingException($"the bytes put a {other.GetType()} where an exception belongs"),
    };

    private static Exception[] ReadOthers(ValueReader r)
    {
        var others = new Exception[r.ReadCount(1)];
        for (var i = 0; i < others.Length; i++)
        {
            others[i] = ReadException(r) ??
                throw new ShippingException("the bytes put null where an exception belongs");
        }

        return others;
    }

    private static void PutData(Exception value, List<(object Key, object? Value)> data)
    {
        if (data.Count > MostData)
        {
            throw new ShippingException($"an exception with {data.Count} entries of Data; {MostData} is the most");
        }

        try
        {
            foreach (var (key, part) in data)
            {
                ContentKeys.Check(key, isSorted: false);
                value.Data[key] = part;
            }
        }
        catch (Exception e) when (e is not (ShippingException or OutOfMemoryException))
        {
            // A key's own code may throw anything.
            throw new ShippingException($"the Data of an exception cannot be put in: {e.Message}", null, e);
        }
    }

    private static void Construct(Exception value, Type type, SerializationInfo info)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (BaseLibrary.Contains(level) &&
                level.GetConstructor(Any, [typeof(SerializationInfo), typeof(StreamingContext)]) is { } constructor)
            {
                try
                {
                    constructor.Invoke(value, [info, default(StreamingContext)]);
                    return;
                }
                catch (TargetInvocationException)
                {
                    // It misses something that only it knows; the class below it asks for less.
                }
            }
        }

        throw new ShippingException($"no class of {TypeText.Of(type)} can be set from its parts");
    }
}
