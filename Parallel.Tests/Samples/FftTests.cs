using SpeechStats;

namespace ParallelCompute.Tests.Samples;

public sealed class FftTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(256)]
    public void It_equals_the_transform_by_definition(int size)
    {
        var random = new Random(size);
        var (real, imaginary) = (Numbers(random, size), Numbers(random, size));
        var (expectedReal, expectedImaginary) = ByDefinition(real, imaginary);

        new Fft(size).Transform(real, imaginary);

        for (var k = 0; k < size; k++)
        {
            Assert.Equal(expectedReal[k], real[k], 1e-9);
            Assert.Equal(expectedImaginary[k], imaginary[k], 1e-9);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(-8)]
    public void Other_sizes_than_powers_of_two_are_refused(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fft(size));

    private static double[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];

    private static (double[] Real, double[] Imaginary) ByDefinition(double[] real, double[] imaginary)
    {
        var size = real.Length;
        var (outReal, outImaginary) = (new double[size], new double[size]);
        for (var k = 0; k < size; k++)
        {
            for (var n = 0; n < size; n++)
            {
                var (sin, cos) = Math.SinCos(-2 * Math.PI * k * n / size);
                outReal[k] += (real[n] * cos) - (imaginary[n] * sin);
                outImaginary[k] += (real[n] * sin) + (imaginary[n] * cos);
            }
        }

        return (outReal, outImaginary);
    }
}
