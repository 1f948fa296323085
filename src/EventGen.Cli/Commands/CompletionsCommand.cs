using System.CommandLine;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen completions</c>.</summary>
internal static class CompletionsCommand
{
    // What is asked is the line without the command's own name, and a place in it.
    private const string Bash =
        """
        _eventgen() {
            local line="${COMP_LINE#* }"
            local place=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(eventgen "[suggest:$place]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _eventgen eventgen
        """;

    private const string Zsh =
        """
        #compdef eventgen
        _eventgen() {
            local line="${words[2,-1]}"
            compadd -- ${(f)"$(eventgen "[suggest:${#line}]" "$line" 2>/dev/null)"}
            _files
        }
        compdef _eventgen eventgen
        """;

    private const string Fish =
        """
        function __eventgen
            set -l line (string replace -r '^\S+\s?' '' -- (commandline -cp))
            eventgen "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c eventgen -a '(__eventgen)'
        """;

    private const string PowerShell =
        """
        Register-ArgumentCompleter -Native -CommandName eventgen -ScriptBlock {
            param($word, $ast, $place)
            $name = "$($ast.CommandElements[0])".Length + 1
            $line = "$ast".PadRight($place).Substring($name)
            eventgen "[suggest:$($place - $name)]" "$line" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create()
    {
        var command = new Command("completions", "Writes what a shell has to run to complete this command's arguments: eval \"$(eventgen completions bash)\".");
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        command.Arguments.Add(shell);
        return command.Does(arguments =>
        {
            Console.Out.WriteLine(arguments.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, _ => PowerShell });
            return ExitCode.Fine;
        });
    }
}
