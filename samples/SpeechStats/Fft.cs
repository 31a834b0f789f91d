namespace SpeechStats;

/// <summary>A radix-2 Fourier transform of one size. Immutable: threads may share it.</summary>
internal sealed class Fft
{
    private readonly double[] _cosines;
    private readonly double[] _sines;
    private readonly int[] _reversed;

    public Fft(int size)
    {
        if (size < 2 || (size & (size - 1)) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "The size must be a power of two, at least 2.");
        }

        Size = size;
        _cosines = [.. Enumerable.Range(0, size / 2).Select(k => Math.Cos(2 * Math.PI * k / size))];
        _sines = [.. Enumerable.Range(0, size / 2).Select(k => -Math.Sin(2 * Math.PI * k / size))];
        _reversed = new int[size];
        for (var i = 1; i < size; i++)
        {
            _reversed[i] = (_reversed[i >> 1] >> 1) | ((i & 1) == 0 ? 0 : size >> 1);
        }
    }

    public int Size { get; }

    /// <summary>Transforms in place.</summary>
    public void Transform(Span<double> real, Span<double> imaginary)
    {
        Reorder(real, imaginary);
        for (var half = 1; half < Size; half *= 2)
        {
            var step = Size / (2 * half);
            for (var block = 0; block < Size; block += 2 * half)
            {
                for (var k = 0; k < half; k++)
                {
                    Butterfly(real, imaginary, block + k, block + k + half, k * step);
                }
            }
        }
    }

    private void Reorder(Span<double> real, Span<double> imaginary)
    {
        for (var i = 0; i < Size; i++)
        {
            var j = _reversed[i];
            if (j > i)
            {
                (real[i], real[j]) = (real[j], real[i]);
                (imaginary[i], imaginary[j]) = (imaginary[j], imaginary[i]);
            }
        }
    }

    private void Butterfly(Span<double> real, Span<double> imaginary, int upper, int lower, int twiddle)
    {
        var (cos, sin) = (_cosines[twiddle], _sines[twiddle]);
        var re = (real[lower] * cos) - (imaginary[lower] * sin);
        var im = (real[lower] * sin) + (imaginary[lower] * cos);
        (real[lower], imaginary[lower]) = (real[upper] - re, imaginary[upper] - im);
        (real[upper], imaginary[upper]) = (real[upper] + re, imaginary[upper] + im);
    }
}
