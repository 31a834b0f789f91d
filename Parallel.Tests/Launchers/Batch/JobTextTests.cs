using ParallelCompute.Launchers;
using ParallelCompute.Launchers.Batch;

namespace ParallelCompute.Tests.Launchers.Batch;

public sealed class JobTextTests
{
    [Theory]
    [InlineData(1, "1K", "1B")]
    [InlineData(12, "1K", "12B")]
    [InlineData(1_234, "2K", "1234B")]
    [InlineData(12_345_678, "12M", "12MB")]
    [InlineData(1_234_567_890, "2G", "1178MB")]
    [InlineData(15_000_000_000, "14G", "14GB")]
    [InlineData(28_000_000_000, "27G", "27GB")]
    public void Memory_is_rounded_up_to_the_units_of_slurm_and_pbs(long bytes, string slurm, string pbs) =>
        Assert.Equal((slurm, pbs), (JobMemory.Slurm(bytes), JobMemory.Pbs(bytes)));

    [Theory]
    [InlineData(28_000_000_000, "MB", "28000")]
    [InlineData(8_000_000_000, "mb", "8000")]
    [InlineData(16_000_000_000, "KB", "16000000")]
    [InlineData(1, "g", "1")]
    public void Memory_of_lsf_is_a_bare_number_of_the_clusters_unit(long bytes, string unit, string number) =>
        Assert.Equal(number, JobMemory.Lsf(bytes, unit));

    [Fact]
    public void Memory_of_oar_is_for_each_core() =>
        Assert.Equal((1024, 1025), (JobMemory.Oar(4L << 30, 4), JobMemory.Oar((4L << 30) + 1, 4)));

    [Theory]
    [InlineData("30", 60, 1, 1_800)]
    [InlineData("30:00", 60, 1, 1_800)]
    [InlineData("00:30", 60, 60, 1_800)]
    [InlineData("02:00:00", 60, 1, 7_200)]
    [InlineData("1-12", 60, 1, 129_600)]
    [InlineData("1-12:30", 60, 1, 131_400)]
    [InlineData("1-00:00:01", 60, 1, 86_401)]
    [InlineData("1:00:00:01", 1, 1, 86_401)]
    [InlineData("2", 3_600, 60, 7_200)]
    public void Walltimes_are_read_as_the_system_reads_them(string walltime, int alone, int last, long seconds) =>
        Assert.Equal(seconds, Walltime.Seconds(walltime, (alone, last)));

    [Theory]
    [InlineData("$HOME/a b", "\"$HOME/a b\"")]
    [InlineData("${X}$(y)`z`\"\\", "\"${X}\\$(y)\\`z\\`\\\"\\\\\"")]
    [InlineData("$(x)", "'$(x)'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("", "''")]
    public void Words_are_quoted_and_only_variables_live(string text, string quoted) =>
        Assert.Equal(quoted, ShellText.Expandable(text));

    [Theory]
    [InlineData("a 'b c' \"d \\\" e\" f\\ g''", new[] { "a", "b c", "d \" e", "f g" })]
    [InlineData("-p \"gpu='YES'\" ''", new[] { "-p", "gpu='YES'", "" })]
    public void Command_lines_are_cut_as_a_shell_does(string line, string[] words) =>
        Assert.Equal(words, ShellWords.Split(line));

    [Fact]
    public void An_open_quote_is_a_fault() => Assert.Throws<ConfigException>(() => ShellWords.Split("a 'b"));

    [Fact]
    public void Arguments_of_htcondor_use_its_new_quoting() => Assert.Equal(
        "\"-c 'echo ''a b'' \"\"c\"\" $(DOLLAR)x' plain\"", SubmitText.Arguments("-c", "echo 'a b' \"c\" $x", "plain"));
}
