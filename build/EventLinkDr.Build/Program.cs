using EventLinkDr.Build;
using EventLinkDr.Build.Help;
using EventLinkDr.Build.Pack;
using EventLinkDr.Build.Reference;

var task = args.Length == 0 ? "build" : args[0];
string[] rest = args.Length == 0 ? [] : args[1..];
return task switch
{
    "build" => BuildTask.Run(),
    "test" => TestTask.Run(),
    "drill" => DrillTask.Run(rest),
    "pack" => PackTask.Run(),
    "reproduce" => ReproduceTask.Run(),
    "bench" => BenchTask.Run(rest),
    "docs" => DocsTask.Run(),
    "help" => HelpTask.Run(rest),
    _ => Usage(task),
};

static int Usage(string task)
{
    Console.Error.WriteLine($"There is no task '{task}'. Tasks: build, test, drill, pack, reproduce, bench, docs.");
    return 2;
}
