package dev.gymbridge;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of rooms: which package may use which. */
class RoomsTest {
  private static final String ROOT = "dev.gymbridge.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.gymbridge");

  @ParameterizedTest
  @CsvSource({
    "file,''",
    "env.space,''",
    "env,env.space",
    "env.classic,env env.space",
    "env.conformance,env env.space",
    "remote.wire,env env.space proto.v1",
    "remote.session,env env.space remote.wire proto.v1",
    "remote.grpc,env remote.session remote.wire proto.v1",
    "remote.fleet,env env.space remote.session remote.wire proto.v1",
    "remote.local,env file",
    "remote.lane,env remote.session",
    "remote,env remote.wire remote.session remote.grpc remote.lane remote.fleet remote.local proto.v1 file",
    "replay,''",
    "network,replay",
    "network.tensorflow,network network.tensorflow.layer network.tensorflow.head network.tensorflow.onnx replay file",
    "network.tensorflow.onnx,network network.tensorflow.layer network.tensorflow.head",
    "network.tensorflow.layer,''",
    "network.tensorflow.head,network.tensorflow.layer",
    "checkpoint,network",
    "dqn,env env.space replay network checkpoint",
    "run,dqn env env.space network replay checkpoint",
    "agent,dqn env env.space network network.tensorflow run checkpoint file",
    "report,dqn env run replay checkpoint",
    "bench,env env.space remote remote.session remote.wire network replay",
  })
  void aRoomUsesOnlyTheRoomsOfItsRow(String room, String allowed) {
    String[] packages =
        Stream.concat(Stream.of(room), Arrays.stream(allowed.split(" ")))
            .filter(name -> !name.isEmpty())
            .map(name -> ROOT + name)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + room)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.gymbridge..").and(not(resideInAnyPackage(packages))))
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "org.tensorflow..,network.tensorflow network.tensorflow.layer network.tensorflow.head",
    "org.bytedeco..,network.tensorflow",
    "ai.onnx..,network.tensorflow.onnx",
    "io.grpc..,remote.grpc proto.v1",
    "dev.gymbridge.proto..,remote remote.wire remote.session remote.grpc remote.fleet proto.v1",
    "picocli..,cli",
    "org.HdrHistogram..,bench",
  })
  void aLibraryIsUsedInItsRoomOnly(String library, String rooms) {
    String[] packages =
        Arrays.stream(rooms.split(" ")).map(name -> ROOT + name).toArray(String[]::new);
    classes()
        .that(resideInAnyPackage("dev.gymbridge..").and(not(resideInAnyPackage(packages))))
        .should()
        .onlyDependOnClassesThat(not(resideInAnyPackage(library)))
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({"env", "env.space", "env.classic", "env.conformance", "replay", "network"})
  void aContractNeedsTheJdkAlone(String room) {
    classes()
        .that()
        .resideInAPackage(ROOT + room)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "dev.gymbridge..", "org.jspecify.annotations"))
        .check(CLASSES);
  }

  /** What one hands to the face of the bridge, gets from it, or catches. */
  private static final Set<String> VALUES_OF_THE_BRIDGE =
      Set.of(
          "remote.wire.Vectorization",
          "remote.wire.MalformedMessageException",
          "remote.session.TimeLimits",
          "remote.session.Carrier",
          "remote.session.BridgeTiming",
          "remote.session.ServerInfo",
          "remote.session.ServerStatus",
          "remote.session.ListedEnvironment",
          "remote.grpc.AccessToken",
          "remote.grpc.ChannelSecurity",
          "remote.grpc.ChannelSecurityException",
          "remote.local.LocalServerException",
          "remote.local.ServerDiagnosis");

  @Test
  void whoUsesTheBridgeUsesItsFace() {
    classes()
        .that()
        .resideOutsideOfPackage(ROOT + "remote..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAnyPackage(ROOT + "remote.*.."))
                .or(
                    describe(
                        "are values of the bridge",
                        type ->
                            VALUES_OF_THE_BRIDGE.contains(
                                outermost(type).substring(ROOT.length())))))
        .check(CLASSES);
  }

  private static String outermost(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  @Test
  void roomsFormNoCycle() {
    slices().matching("dev.gymbridge.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheCommandsPrintAndExit() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli")
        .and()
        // It leads the descriptor behind standard error elsewhere while TensorFlow wakes.
        .haveSimpleNameNotEndingWith("StandardErrorFilter")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  /** The clock of the day may be set, forwards or back, while a run goes on. */
  @Test
  void timeIsMeasuredByAClockThatCannotJump() {
    noClasses()
        .that()
        // Whether a certificate is valid today.
        .resideOutsideOfPackage(ROOT + "remote.grpc")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callConstructor(Date.class)
        .check(CLASSES);
  }
}
