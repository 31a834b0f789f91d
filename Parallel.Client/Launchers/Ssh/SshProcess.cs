using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ParallelCompute.Launchers.Ssh;

/// <summary>OpenSSH's client as a process. Its end is the end of what it runs on the host.</summary>
internal sealed class SshProcess : IAsyncDisposable
{
    private const int MostWords = 4 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Process _process;
    private readonly StringBuilder _words = new();
    private readonly Task _errors;
    private readonly Lazy<Task> _closing;

    private SshProcess(Process process)
    {
        _process = process;
        _closing = new Lazy<Task>(CloseAsync);
        (Input, Output) = (process.StandardInput.BaseStream, process.StandardOutput);
        _errors = ReadErrorsAsync(process.StandardError);
        Ended = WaitAsync();
    }

    /// <summary>Its exit code, once it has ended and all of its words are known.</summary>
    public Task<int> Ended { get; }

    public Stream Input { get; }

    public TextReader Output { get; }

    /// <summary>What it, or the host by it, has written to standard error.</summary>
    public string Words
    {
        get
        {
            lock (_words)
            {
                return _words.ToString().Trim();
            }
        }
    }

    /// <exception cref="LaunchException">There is no ssh here.</exception>
    public static SshProcess Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(SshCommand.Program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        // A question would wait for ever where nobody sees it; and its words are looked for in English.
        start.Environment.Remove("SSH_ASKPASS");
        start.Environment["LC_ALL"] = "C.UTF-8";
        try
        {
            return new SshProcess(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new LaunchException(
                $"ssh could not be started: {e.Message}. Install OpenSSH's client (openssh-client) and see that ssh " +
                "is in PATH.", e)
            {
                Command = SshCommand.Program,
            };
        }
    }

    /// <summary>Writes to the host; a host that hears nothing any more is seen by its end.</summary>
    public async Task SayAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            await Input.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
            await Input.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Its end tells why.
        }
    }

    /// <summary>Nothing more is said: what runs on the host ends with that.</summary>
    public void CloseInput()
    {
        try
        {
            Input.Dispose();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    /// <summary>Has it end by the end of its input, then by force. May be called by several.</summary>
    public ValueTask DisposeAsync() => new(_closing.Value);

    private async Task CloseAsync()
    {
        CloseInput();
        await ((Task)Ended).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Ended.IsCompleted)
        {
            try
            {
                _process.Kill();
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                // It has ended meanwhile.
            }

            await Ended.ConfigureAwait(false);
        }

        _process.StandardOutput.BaseStream.Dispose();
        _process.StandardError.BaseStream.Dispose();
        _process.Dispose();
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        // A proxy command may hold the pipe open longer than ssh lives.
        await _errors.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _process.ExitCode;
    }

    private async Task ReadErrorsAsync(TextReader errors)
    {
        var buffer = new char[1024];
        try
        {
            for (int read; (read = await errors.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
            {
                lock (_words)
                {
                    foreach (var character in buffer.AsSpan(0, read))
                    {
                        // They get into messages: what could command a terminal is replaced.
                        _words.Append(character is '\n' or '\t' || !char.IsControl(character) ? character : ' ');
                    }

                    _words.Remove(0, Math.Max(0, _words.Length - MostWords));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe broke with the process.
        }
    }
}
