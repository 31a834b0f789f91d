using System.Text;

namespace ParallelCompute.Launchers.Ssh;

/// <summary>What runs in a host's shell. All that differs from call to call comes by standard input.</summary>
/// <remarks>Needs sh, sha256sum, mkdir and, for a copy, cat or tar; nothing that a minimal Linux lacks.</remarks>
internal static class SshScripts
{
    /// <summary>How lines of a script begin; others are of the login shell and mean nothing.</summary>
    public const string Mark = "parallel-ssh ";

    /// <summary>
    /// Reads the head: <c>key value</c> lines until <c>go</c>. <c>read</c> takes no byte more than its line, so that
    /// what follows is left to the next program.
    /// </summary>
    private const string Head =
        """
        say() { printf 'parallel-ssh %s\n' "$*"; }
        die() { say fail "$@"; exit 64; }
        listed() { [ -O "$1" ] && cd "$1" && shift && sha256sum "$@" | sha256sum; }
        same() { [ "$( (listed "$@") 2>/dev/null)" = "$hash  -" ]; }
        set --
        hash= here= command= directory= arguments=
        while IFS= read -r line; do
          value=${line#* }
          case $value in *\\*) value=$(printf '%b_' "$value"); value=${value%_};; esac
          case $line in
            file\ *) set -- "$@" "$value";;
            set\ *) export "$value";;
            hash\ *) hash=$value;;
            here\ *) here=$value;;
            command\ *) command=$value;;
            directory\ *) directory=$value;;
            arguments\ *) arguments=$value;;
            go) break;;
          esac
        done
        cache=${XDG_CACHE_HOME:-$HOME/.cache}/parallel/silo
        program=$cache/$hash

        """;

    /// <summary>Finds the worker program, waits for a copy where there is none, and becomes it.</summary>
    public const string Run = Head +
        """
        say hello "$(date +%s 2>/dev/null) $(uname -sm 2>/dev/null)"
        if [ -z "$command" ]; then
          command -v sha256sum >/dev/null 2>&1 || die no-sha256sum
          if same "$here" "$@"; then
            program=$here
          elif ! same "$program" "$@"; then
            say need "$program"
            IFS= read -r line && [ "$line" = copied ] || exit 65
            same "$program" "$@" || die damaged "$program"
          fi
          if [ -f "$program/parallel-silo" ]; then
            set -- "$program/parallel-silo"
          else
            for dotnet in "$DOTNET_ROOT/dotnet" "$(command -v dotnet)" "$HOME/.dotnet/dotnet" /usr/share/dotnet/dotnet \
              /usr/lib/dotnet/dotnet /usr/lib64/dotnet/dotnet /usr/local/share/dotnet/dotnet /opt/dotnet/dotnet none; do
              [ -f "$dotnet" ] && [ -x "$dotnet" ] && break
            done
            [ "$dotnet" != none ] || die no-runtime
            set -- "$dotnet" "$program/parallel-silo.dll"
          fi
        fi
        [ -z "$directory" ] || cd "$directory" || die no-directory "$directory"
        say ready "${command:-$*}"
        if [ -n "$command" ]; then
          eval "$command $arguments"
        else
          eval "exec \"\$@\" $arguments"
        fi
        """;

    /// <summary>Makes a copy of the worker program of the archive behind the head, or nothing.</summary>
    public const string Copy = Head +
        """
        umask 077
        mkdir -p "$cache" || die no-folder "$cache"
        part=$program.$$
        trap 'rm -rf "$part"' EXIT
        mkdir "$part" || die no-folder "$part"
        (cd "$part" && tar -xf -) || die no-copy "$part"
        same "$part" "$@" || die damaged "$part"
        if ! same "$program" "$@"; then
          rm -rf "$program"
          mv "$part" "$program" || die no-folder "$program"
        fi
        say copied
        """;

    /// <summary>The head's lines.</summary>
    public static string HeadOf(IEnumerable<(string Key, string Value)> lines)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in lines)
        {
            text.Append(key).Append(' ').Append(ShellText.Line(value)).Append('\n');
        }

        return text.Append("go\n").ToString();
    }
}
