using Xunit;

namespace ParallelCompute.Tests.Configuration;

public sealed class ConfigMutationTests
{
    private const string Pieces = "\t\n :-[]{}&*!|>%@`'\"\\,?#0az~\0\u0085\ufeff\ud800";

    [Theory]
    [InlineData("env: local\nn_workers: 4\nengine: builtin\noptions:\n  threads_per_worker: &a 2\n" +
                "  start_timeout: \"00:30:00\"\n  environment:\n    A: |\n      text\n    B: *a\n")]
    [InlineData("{\n\t\"env\": \"local\",\n\t\"n_workers\": 4,\n\t\"options\": {\"nanny\": true, \"port\": 0,\n" +
                "\t\"start_timeout\": 1.5e1, \"environment\": {\"A\": \"\\u00e4\\n\", \"B\": null}}\n}\n")]
    public void A_mutated_text_gives_a_config_or_faults_with_lines(string valid)
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var text = Mutate(valid, new Random(seed));
            try
            {
                ClusterSettings.From(ParallelConfig.Parse(text));
            }
            catch (ConfigException e)
            {
                Assert.All(e.Faults, fault => Assert.Matches("^line [1-9]", fault));
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}\n{text}");
            }
        }
    }

    private static string Mutate(string text, Random random)
    {
        for (var changes = random.Next(1, 6); changes > 0 && text.Length > 0; changes--)
        {
            var at = random.Next(text.Length);
            var count = random.Next(1, Math.Min(12, text.Length - at + 1));
            text = random.Next(4) switch
            {
                0 => text.Remove(at, count),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)].ToString()),
                2 => text.Insert(random.Next(text.Length), text.Substring(at, count)),
                _ => text.Remove(at, 1).Insert(at, Pieces[random.Next(Pieces.Length)].ToString()),
            };
        }

        return text;
    }
}
