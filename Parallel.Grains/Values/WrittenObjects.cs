using System.Runtime.CompilerServices;

namespace ParallelCompute.Values;

/// <summary>Numbers the objects of the graph being written, by identity.</summary>
/// <remarks>A table of its own: it is asked for every object, and emptied after every item.</remarks>
internal sealed class WrittenObjects
{
    private const int FirstCapacity = 16;

    // More are not kept from one value to the next.
    private const int MostKept = 64 * 1024;

    private object?[] _objects = [];
    private int[] _places = [];

    /// <summary>One more than the number of the object whose place this is; 0: free. A power of two long.</summary>
    private int[] _table = [0];
    private int _count;

    public int Count => _count;

    /// <summary>Finds an object or gives it the next number.</summary>
    /// <returns>Whether it is new.</returns>
    public bool TryAdd(object value, out int number)
    {
        var place = Find(value, out number);
        if (number >= 0)
        {
            return false;
        }

        if (_count == _objects.Length)
        {
            Grow();
            place = Find(value, out _);
        }

        number = _count++;
        _objects[number] = value;
        _places[number] = place;
        _table[place] = _count;
        return true;
    }

    /// <summary>Finds an object.</summary>
    public bool Contains(object value, out int number)
    {
        Find(value, out number);
        return number >= 0;
    }

    /// <summary>Forgets the last objects.</summary>
    /// <param name="count">How many to keep.</param>
    public void Drop(int count)
    {
        // The last ones took places that were free, so giving these back leaves the table as it was.
        while (_count > count)
        {
            _objects[--_count] = null;
            _table[_places[_count]] = 0;
        }
    }

    public void Clear()
    {
        if (_count == 0)
        {
            return;
        }

        if (_count > MostKept)
        {
            (_objects, _places, _table) = ([], [], [0]);
        }
        else
        {
            foreach (var place in _places.AsSpan(0, _count))
            {
                _table[place] = 0;
            }

            Array.Clear(_objects, 0, _count);
        }

        _count = 0;
    }

    /// <summary>The object's place, or the free one where it would go, with number -1.</summary>
    private int Find(object value, out int number)
    {
        var table = _table;
        var place = RuntimeHelpers.GetHashCode(value) & (table.Length - 1);
        while ((number = table[place] - 1) >= 0 && !ReferenceEquals(_objects[number], value))
        {
            place = (place + 1) & (table.Length - 1);
        }

        return place;
    }

    private void Grow()
    {
        var capacity = Math.Max(FirstCapacity, _count * 2);
        Array.Resize(ref _objects, capacity);
        Array.Resize(ref _places, capacity);
        _table = new int[capacity * 2];
        for (var i = 0; i < _count; i++)
        {
            _places[i] = Find(_objects[i]!, out _);
            _table[_places[i]] = i + 1;
        }
    }
}
