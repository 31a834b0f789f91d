using SpeechStats;

namespace ParallelCompute.Tests.Samples;

public sealed class MelFilterbankTests
{
    [Theory]
    [InlineData(8_000, 256)]
    [InlineData(16_000, 512)]
    [InlineData(44_100, 2048)]
    [InlineData(48_000, 2048)]
    public void Filters_add_up_to_one_between_the_outer_centers(int sampleRate, int fftSize)
    {
        var bank = new MelFilterbank(80, fftSize, sampleRate);
        for (var bin = 0; bin <= fftSize / 2; bin++)
        {
            var weights = Enumerable.Range(0, 80).Select(f => bank.Weight(f, bin)).ToArray();
            var frequency = (double)bin * sampleRate / fftSize;

            Assert.All(weights, w => Assert.InRange(w, 0, 1));
            Assert.InRange(weights.Count(w => w > 0), 0, 2);
            if (frequency >= bank.Centers[0] && frequency <= bank.Centers[^1])
            {
                Assert.Equal(1, weights.Sum(), 1e-9);
            }
        }
    }

    [Fact]
    public void Centers_rise_within_the_spectrum()
    {
        var bank = new MelFilterbank(80, 512, 16_000);

        Assert.Equal(80, bank.Centers.Count);
        Assert.Equal(bank.Centers.Order(), bank.Centers);
        Assert.InRange(bank.Centers[0], 1, 100);
        Assert.InRange(bank.Centers[^1], 7000, 7999);
    }

    [Fact]
    public void A_filter_applies_its_weights()
    {
        var bank = new MelFilterbank(10, 64, 16_000);
        var power = Enumerable.Range(0, 33).Select(i => (double)i * i).ToArray();

        for (var f = 0; f < 10; f++)
        {
            Assert.Equal(power.Select((p, bin) => p * bank.Weight(f, bin)).Sum(), bank.Apply(f, power), 1e-9);
        }
    }
}
