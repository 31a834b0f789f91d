using System.Reflection;
using Google.Protobuf;
using ParallelCompute.Code;
using ParallelCompute.Shipping;
using ParallelCompute.Tests.Behavior;
using ParallelCompute.Wire;

namespace ParallelCompute.Tests.Shipping;

/// <summary>Which files a worker takes in place, and what it gets where it cannot.</summary>
public sealed class CodeFilesTests : IDisposable
{
    private const string Library = "public static class Lib { public static int Number() => 1; }";
    private const string Program = "public static class Program { public static int F(int x) => x + Lib.Number(); }";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_that_can_be_read_in_place_are_neither_asked_for_nor_brought()
    {
        var (program, library) = Build();
        using var client = NearClient.Of(AsLoaded(program.Location), CodeManifests.Describe(library, "Lib"));
        Assert.Equal(3, Run(program, client.NewContext(), 2));
        Assert.Empty(client.Questions);
        Assert.Empty(client.Fetched);
    }

    [Fact]
    public void Files_that_are_gone_come_from_what_the_client_had_loaded_after_one_question()
    {
        var (program, library) = Build();
        using var client = NearClient.Of(CodeManifests.Describe(program), AsLoaded(library));
        File.Delete(program.Location);
        File.Delete(library);
        var context = client.NewContext();
        Assert.Equal(3, Run(program, context, 2));
        Assert.Equal([0, 1], Assert.Single(client.Questions).Files.Order());
        Assert.Equal(2, client.Fetched.Count);
        Assert.Equal(12, Run(program, context, 11));
        Assert.Equal(2, client.Fetched.Count);
    }

    [Fact]
    public void Files_built_anew_are_the_new_code_for_new_clients_only()
    {
        var (program, library) = Build();
        var before = AsLoaded(library);
        using var old = NearClient.Of(CodeManifests.Describe(program), before);
        Snippets.Build("Lib", Library.Replace("1", "2"), _folder.Path);
        using var young = NearClient.Of(CodeManifests.Describe(program), AsLoaded(library));
        Assert.Equal(4, Run(program, young.NewContext(), 2));
        Assert.Empty(young.Fetched);
        Assert.Equal(3, Run(program, old.NewContext(), 2));
        Assert.Single(old.Fetched);

        // Opened after the build, by a program that runs the code of before.
        using var late = NearClient.Of(CodeManifests.Describe(program), before);
        var error = Assert.Throws<FileLoadException>(() => Run(program, late.NewContext(), 2));
        var reason = Assert.IsType<ShippingException>(error.InnerException);
        Assert.Contains(library, reason.Message, StringComparison.Ordinal);
        Assert.Contains("built anew since the program started", reason.Message, StringComparison.Ordinal);
        Assert.Equal(typeof(ShippingException).FullName, Failures.Of(error).TypeName);
    }

    [Fact]
    public void Two_clients_have_two_versions_of_one_library_under_one_path()
    {
        var (program, library) = Build();
        using var first = NearClient.Of(CodeManifests.Describe(program), AsLoaded(library));
        var one = first.NewContext();
        Assert.Equal(3, Run(program, one, 2));
        Assert.Empty(first.Fetched);
        Snippets.Build("Lib", Library.Replace("1", "2"), _folder.Path);
        using var second = NearClient.Of(CodeManifests.Describe(program), AsLoaded(library));
        var two = second.NewContext();
        Assert.Equal((4, 5, 6), (Run(program, two, 2), Run(program, one, 4), Run(program, two, 4)));
        // The runtime has another content under this path.
        Assert.Single(second.Fetched);
    }

    [Fact]
    public void A_file_that_was_not_loaded_is_served_as_it_was_listed_or_not_at_all()
    {
        var (program, library) = Build();
        var listed = CodeManifests.Describe(library, "Lib");
        using var client = NearClient.Of(CodeManifests.Describe(program), listed);
        client.Library.Manifest.Machine = "another";
        Assert.Equal(3, Run(program, client.NewContext(), 2));
        Assert.Single(client.Questions);
        Assert.Empty(client.Fetched); // It was the same under the same path there.

        Snippets.Build("Lib", Library.Replace("1", "2"), _folder.Path);
        Assert.Equal(3, Run(program, client.NewContext(), 2));
        Assert.Single(client.Fetched);

        using var late = NearClient.Of(CodeManifests.Describe(program), listed);
        var error = Assert.Throws<FileLoadException>(() => Run(program, late.NewContext(), 2));
        Assert.Contains(
            "has changed since the client was opened", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Assemblies_without_a_file_are_refused_with_the_reason()
    {
        var (program, library) = Build();
        var inMemory = Assembly.Load(File.ReadAllBytes(library));
        using var client = NearClient.Of(CodeManifests.Describe(program), CodeManifests.Describe(inMemory));
        Assert.Equal("", client.Library.Manifest.Files[1].Path);
        var error = Assert.Throws<FileLoadException>(() => Run(program, client.NewContext(), 2));
        Assert.Contains("Lib was loaded from memory", error.InnerException!.Message, StringComparison.Ordinal);
        var refused = Assert.Throws<ShippingException>(() => TypeNames.Of(inMemory.GetType("Lib")!.MakeArrayType()));
        Assert.Contains("Lib was loaded from memory", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_for_a_client_that_closes_gets_an_error()
    {
        var (program, _) = Build();
        var code = new CodeManifest { Files = { CodeManifests.Describe(program) } };
        var files = new CodeFiles(new OpenSession { Session = 1, Code = code }, _ => { }, null!, null!);
        File.Delete(program.Location);
        var waiting = Task.Run(() => Record.Exception(() => Run(program, new CodeContext(files, null), 1)));
        files.Close();
        Assert.Contains("client was closed", (await waiting.Soon())!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_about_files_that_there_are_not_are_answered_with_an_error()
    {
        using var client = NearClient.Of();
        List<FileIs> answers = [];
        using var all = new CountdownEvent(2);
        client.Library.Answer(new NeedFiles { Session = 4, Files = { -1, 7 } }, answer =>
        {
            answers.Add(answer);
            all.Signal();
        });
        Assert.True(all.Wait(Gate.Limit));
        Assert.All(answers, a => Assert.Contains("no number", a.Failure.Message, StringComparison.Ordinal));
        Assert.Equal([(4, -1), (4, 7)], answers.Select(a => (a.Session, a.File)));
    }

    private static int Run(Assembly program, CodeContext context, int item)
    {
        var function = program.GetType("Program")!.GetMethod("F")!.CreateDelegate<Func<int, int>>();
        var copy = RoundTrip.Load(function, context);
        Assert.NotSame(function.Method.Module, copy.Method.Module);
        return ((Func<int, int>)copy)(item);
    }

    // Not by loading it: this process would remember it by its path.
    private static CodeFile AsLoaded(string path)
    {
        var file = CodeManifests.Describe(path, Path.GetFileNameWithoutExtension(path));
        file.Mvid = ByteString.CopyFrom(ModuleVersions.Read(File.OpenRead(path), path).ToByteArray());
        return file;
    }

    private (Assembly Program, string Library) Build()
    {
        var library = Snippets.Build("Lib", Library, _folder.Path);
        return (Snippets.Load(Snippets.Build("Program", Program, _folder.Path, library)), library);
    }
}
