using System.Globalization;
using ParallelCompute.Values.Keys;

namespace ParallelCompute.Values;

/// <summary>What collections with keys have in common: their entries, one after another.</summary>
/// <typeparam name="TKey">Type of the keys, or of a set's elements.</typeparam>
/// <typeparam name="TValue">Type of the values; <see cref="NoValue"/> for a set.</typeparam>
/// <param name="isSorted">Whether keys are put in order, and not told apart by hash code and equality.</param>
internal sealed class Entries<TKey, TValue>(bool isSorted)
{
    private readonly ValueCodec<TKey> _key = Elements.Codec<TKey>(IsSet ? "element" : "key");
    private readonly ValueCodec<TValue> _value = IsSet ? null! : Elements.Codec<TValue>("value");

    /// <summary>Whether no entry leads to other objects.</summary>
    public bool AreLeaves => _key.IsLeaf && (IsSet || _value.IsLeaf);

    private static bool IsSet => typeof(TValue) == typeof(NoValue);

    /// <summary>Writes the number of entries and all of them.</summary>
    public void Write(
        ValueWriter w, int count, object comparer, IEnumerable<KeyValuePair<TKey, TValue>> entries)
    {
        w.WriteVarUInt((uint)count);
        var i = 0;
        object? at = null;
        ShippingException failed;
        try
        {
            foreach (var entry in entries)
            {
                at = entry.Key;
                WriteKey(w, comparer, entry.Key);
                if (!IsSet)
                {
                    _value.Write(w, entry.Value);
                }

                i++;
            }

            if (i == count)
            {
                return;
            }

            throw new ShippingException($"it was changed while it was written: {count} entries became {i}");
        }
        catch (ShippingException e)
        {
            failed = e;
        }

        throw ErrorPaths.Within(failed, Step(at, i));
    }

    /// <summary>Reads the number of entries.</summary>
    public int ReadCount(ValueReader r) => r.ReadCount(_key.MinSize + (IsSet ? 0 : _value.MinSize));

    /// <summary>Reads entries and puts them in; from the first that must wait on, when all is read.</summary>
    public void Read<TCollection>(
        ValueReader r, int count, object comparer, TCollection target, Func<TCollection, TKey, TValue, bool> add)
    {
        List<(TKey Key, TValue Value, bool Check)>? waiting = null;
        var i = 0;
        ShippingException failed;
        try
        {
            for (; i < count; i++)
            {
                var key = ReadKey(r, out var isWhole, out var isLinked);
                var value = IsSet ? default! : _value.Read(r);
                var check = isLinked && AsksKeys(comparer);
                if (waiting is null && (isWhole || IsByReference(comparer, key)))
                {
                    Add(target, key, value, check, add);
                }
                else
                {
                    (waiting ??= []).Add((key, value, check));
                }
            }

            if (waiting is not null)
            {
                r.Graph.AtLast(() => waiting.ForEach(e => Add(target, e.Key, e.Value, e.Check, add)));
            }

            return;
        }
        catch (ShippingException e)
        {
            failed = e;
        }

        throw ErrorPaths.Within(failed, $"entry {i}");
    }

    /// <summary>Reads entries for a collection that is made with all of them.</summary>
    /// <exception cref="ShippingException">A key is needed before it is whole.</exception>
    public List<KeyValuePair<TKey, TValue>> Read(ValueReader r, object comparer)
    {
        var count = ReadCount(r);
        var entries = new List<KeyValuePair<TKey, TValue>>(count);
        Read(r, count, comparer, entries, static (all, key, value) =>
        {
            all.Add(new(key, value));
            return true;
        });
        return entries.Count == count ? entries : throw new ShippingException(
            $"a key of type {TypeText.Of(typeof(TKey))} leads to the immutable collection that it is a key of; use a " +
            "collection that can be changed");
    }

    private static bool AsksKeys(object comparer) => !ReferenceEquals(comparer, ReferenceEqualityComparer.Instance);

    // Such keys need no content to be told apart. A parent's set of children that know their parent is the usual case.
    private static bool IsByReference(object comparer, TKey key) =>
        !AsksKeys(comparer) ||
        (ReferenceEquals(comparer, EqualityComparer<TKey>.Default) && key is not null &&
            !typeof(TKey).IsAssignableTo(typeof(IEquatable<TKey>)) &&
            key.GetType().GetMethod(nameof(GetHashCode), [])!.DeclaringType == typeof(object) &&
            key.GetType().GetMethod(nameof(Equals), [typeof(object)])!.DeclaringType == typeof(object));

    private void Add<TCollection>(
        TCollection target, TKey key, TValue value, bool check, Func<TCollection, TKey, TValue, bool> add)
    {
        if (check)
        {
            ContentKeys.Check(key, isSorted);
        }

        bool isNew;
        try
        {
            isNew = add(target, key, value);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ShippingException))
        {
            // A key's own code may throw anything.
            throw new ShippingException($"a key cannot be put in: {e.Message}", null, e);
        }

        if (!isNew)
        {
            throw new ShippingException("the same key comes twice");
        }
    }

    private void WriteKey(ValueWriter w, object comparer, TKey key)
    {
        if (_key.IsLeaf)
        {
            _key.Write(w, key);
            return;
        }

        var state = w.Graph.EnterKey();
        _key.Write(w, key);
        if (w.Graph.LeaveKey(state) && AsksKeys(comparer))
        {
            ContentKeys.Check(key, isSorted);
        }
    }

    private TKey ReadKey(ValueReader r, out bool isWhole, out bool isLinked)
    {
        if (_key.IsLeaf)
        {
            (isWhole, isLinked) = (true, false);
            return _key.Read(r);
        }

        var state = r.Graph.EnterKey();
        var key = _key.Read(r);
        (isWhole, isLinked) = r.Graph.LeaveKey(state);
        return key;
    }

    private static string Step(object? key, int index) => IsSet ? $"entry {index}" : key is string ? $"['{key}']"
        : key is IFormattable number && key.GetType().IsPrimitive
            ? $"[{number.ToString(null, CultureInfo.InvariantCulture)}]" : $"entry {index}";
}
